"""Mistakes that the judge finds without a replay: what exceptions mean, and what values look like."""

from reference.recipes.mistakes.change import Mistake, judged

_CELL = (
    (
        "part-not-written",
        "A part of the answer is still to be written.",
        "The dots, pass or NotImplementedError of a skeleton stand for the lines that are asked for. Put yours there.",
    ),
    (
        "cell-cannot-be-read",
        "Python cannot read the cell, so none of its lines ran.",
        "Look at the line that is named and at the one before it: brackets, quotation marks, colons, indentation.",
    ),
    (
        "name-misspelt",
        "A name is spelt differently in two places: {value}.",
        "Python tells capital and small letters apart. Compare the name letter by letter with where it was made.",
    ),
    (
        "name-unknown",
        "The name {value} is used, but nothing made it.",
        "Has the cell that makes it been run? A name that is made inside a function is not known outside of it.",
    ),
    (
        "local-name-without-value",
        "A function uses {value} before it has a value there.",
        "Some line of the function gives this name a value. So inside the function it is a name of its own, and empty "
        "at first. What should it begin with?",
    ),
)
_TENSORS = (
    (
        "history-keeps-graph",
        "The history holds tensors that still carry the record of how they were computed, so they cannot be drawn.",
        "A history needs the numbers only. Which method of a tensor gives its number as a plain one?",
    ),
    (
        "zero-without-underscore",
        "A gradient is to be cleared by a method called zero, which tensors do not have.",
        "Methods that change a tensor in place have names that end in an underscore.",
    ),
    (
        "gradient-not-there",
        "A gradient is used where there is none.",
        "Has it been computed yet, and for this very tensor? A parameter that is assigned the result of a "
        "computation is a new tensor, without a gradient.",
    ),
    (
        "changed-in-place",
        "A tensor is changed in place while torch keeps a record of it.",
        "An update of a parameter is no part of the model. How do the worked cells change parameters past that record?",
    ),
    (
        "backward-twice",
        "Gradients are computed a second time from the same loss.",
        "Every update needs a loss of its own. Where is the loss computed, and is that inside the loop?",
    ),
    (
        "loss-without-graph",
        "Gradients are to be computed from a number that torch has no record of.",
        "Plain numbers, detached tensors and new ones know nothing of how they came about. Start from the loss itself.",
    ),
    (
        "loss-of-many-numbers",
        "One number is needed, and a tensor of several is there.",
        "A loss is one number for all the pairs at hand. What does the criterion do that was left out here?",
    ),
    (
        "sizes-do-not-fit",
        "Two things of different sizes are used together.",
        "Print the shapes of both, or their lengths. Which of the names holds one pair, which all of them?",
    ),
    (
        "number-used-as-tensor",
        "Something that tensors have, {value}, is asked of a plain number.",
        "Once a tensor has been turned into a number, its methods are gone. Do that once, where it is recorded.",
    ),
    (
        "list-used-as-number",
        "A list is used in a computation where a number or a tensor is needed.",
        "Take the entries of the list one by one, or compute with the tensor that they came from.",
    ),
    (
        "not-a-method",
        "Something is asked for {value}, which it does not have.",
        "Compare the spelling with the worked cells, and print the type of what stands before the dot.",
    ),
    (
        "called-without-being-a-function",
        "Something that is no function, of the kind {value}, is called like one.",
        "Round brackets call a function, square ones take an entry. Was the name of a function given to a value?",
    ),
    (
        "number-gone-through",
        "A loop is to go through a single number.",
        "A loop goes through the entries of something. What do the worked cells write between in and the number?",
    ),
    (
        "built-in-name-used",
        "Something of Python's own, or a method that is not called, stands where a value is needed.",
        "Python knows names such as iter, sum and len before you do. Was yours given a value, and do the brackets of "
        "a call stand where they should?",
    ),
    (
        "not-a-whole-number",
        "A number with a fraction, or of the kind float, stands where only whole numbers can.",
        "Look at what the loop counts up to. Where does that number come from?",
    ),
    (
        "other-arguments-than-taken",
        "A function is called with other arguments than it takes.",
        "Compare the call with the first line of the function, argument by argument.",
    ),
)
_VALUES = (
    (
        "losses-not-kept",
        "The training led to the right parameters, but none of its losses are in the list that the task names.",
        "A list that is made inside a function ends with it. Does anything append to the list of the task, or keep "
        "what the function returns?",
    ),
    (
        "worked-function-called",
        "The function {value} of a worked part is called, not one of the answer's own.",
        "A worked function fills the list of its own part. Which lines are yours, and does anything run them?",
    ),
    (
        "earlier-entries-kept",
        "The history begins with {value} entries of an earlier training.",
        "Those belong to a worked part of the lab. Where does this training get a list that is empty at its start?",
    ),
    (
        "result-kept-elsewhere",
        "The losses change from entry to entry, but the parameters are as they were before the training.",
        "What did the training move: names inside a function, or another model? Its result belongs in the names of "
        "the task.",
    ),
    (
        "not-plain-numbers",
        "The name {value} holds something else than plain numbers.",
        "Print it, and the type of one entry. The check needs numbers: one for a parameter, a list for a history.",
    ),
    (
        "none-is-kept",
        "The name {value} holds None.",
        "Methods such as sort and append change a list and give nothing back, like a function without return. Do not "
        "assign what they give to the name.",
    ),
    (
        "numbers-rounded",
        "The numbers are the right ones, but rounded or kept in too few digits.",
        "Keep what was computed as it is. Rounding is for printing, and half precision for other work.",
    ),
    (
        "nearly-right",
        "The numbers are nearly right: they differ by less than one percent.",
        "Something small is added, left out or rounded on the way. Compare your update with the worked cells.",
    ),
    (
        "other-default-of-torch",
        "New tensors are made as {value}, so the data of the lab are others here.",
        "A line that sets torch's default type or device is at work. Take it out, restart and run all cells.",
    ),
)
WITHOUT_REPLAY = tuple(Mistake(name, title, hint, judged) for name, title, hint in (*_CELL, *_TENSORS, *_VALUES))
