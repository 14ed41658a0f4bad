"""The untrusted side: what runs notebooks, in processes of its own.

These files are copied beside labkit into a folder that student code can read. They hold no key, no secret and no
verdict, they import nothing of ours but labkit, and nothing that they report is more than a claim.
"""
