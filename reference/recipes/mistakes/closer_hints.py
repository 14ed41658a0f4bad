"""The third thing that is said of a mistake, after its title and its hint: where to look, and what should be so there.

Shown on demand after several wrong attempts. None of them is the line of code, and none names a number that the task
does not name itself.
"""

from collections.abc import Mapping

CLOSER_HINTS: Mapping[str, str] = {
    # recorded
    "loss-against-x": "Find the line that measures the loss you record. It should compare the predictions with the "
    "measured values that belong to the inputs; read which name stands there now.",
    "loss-against-clean-line": "Find the line that measures the loss you record. The noise-free values were only used "
    "to make the data; the targets with noise are what the criterion should get.",
    "loss-against-inner-y": "The loss that you record should compare two things of the same length: the predictions "
    "for every input, and the targets of every input. Print both shapes.",
    "loss-against-other-data": "Write down for the recorded loss which inputs the predictions come from, and which "
    "targets stand beside them. Both should come from the same data set.",
    "loss-after-update": "Go through the first epoch with a pencil: at the moment when the recorded loss is computed, "
    "have the parameters moved already? Compute it where they have not.",
    "loss-before-update": "Go through the first epoch with a pencil: at the moment when the recorded loss is computed, "
    "have the parameters moved yet? The task asks for the loss after they have.",
    "start-recorded-extra": "Print the length of the list right before the loop over epochs, right after it, and at "
    "the end of your answer. At which of these places does it first hold one entry too many?",
    "recorded-once": "Print the length of the list inside the loop. If it never passes one, the list is made again or "
    "emptied in each epoch; if it stays empty until the end, the recording stands below the loop.",
    "loss-of-last-sample": "What you append is the loss of the last pairs that the training went through. Compute a "
    "loss anew for the record, with all inputs and all targets.",
    "loss-averaged-over-samples": "You add up losses while the inner loop runs. Leave that out, and measure the total "
    "loss once in each epoch, at the moment that the task names.",
    "loss-per-sample": "Count the entries: there are as many as updates. The line that appends runs in the inner loop; "
    "it should run once in each epoch.",
    "loss-per-epoch": "Count the entries: there are only as many as epochs. The line that appends should run each time "
    "the parameters move, so it belongs one level further in.",
    "losses-not-kept": "Print the list of the task after the training: your losses are not in it. Either they were "
    "never kept, or they are in a list that ends with its function; then return it and keep what is returned.",
    "recorded-now-and-then": "Look for a condition above the line that appends, such as one about the remainder of a "
    "division. Every epoch should add an entry.",
    "history-appended-twice": "Print the length of the list before the training, in each epoch and at the end. It "
    "should start empty and grow by one each time; find where it grows by more, or what fills it once again.",
    "appended-to-another-list": "Find the place where the answer keeps its losses, and read the name of the list there "
    "letter by letter. The task names another list, which should be empty before your training.",
    "measured-before-training": "Number the lines in the order in which they run. The line that measures should have a "
    "larger number than the last update.",
    "histories-exchanged": "Say aloud for each line that appends: this list, measured on these data. For two of them "
    "the list and the data do not belong together.",
    "history-of-other-data": "For the line that appends to this list, underline the inputs and the targets. Both "
    "should be those of the data set that the list is named after.",
    "earlier-entries-kept": "Print the list right before your training. It should be empty then: make a new one in "
    "your answer instead of going on with the old one.",
    # cost
    "loss-summed": "Where the loss is computed, look for a sum, or for a multiplication by a number of samples. The "
    "criterion of the lab takes the mean already.",
    "gradient-summed-loss": "What backward is called on should be an average over the pairs at hand. Somewhere a sum "
    "is made, or an average is multiplied afterwards.",
    "loss-halved": "Where the loss is computed, look for a factor of one half or a division by two. Your entries are "
    "half of what the criterion of the lab gives.",
    "loss-rooted": "Look for a root, or a power of one half, wherever the answer computes a loss: for the training and "
    "for the record. The criterion of the lab has none.",
    "loss-absolute": "Look at how the distance between prediction and target is made positive. The lab does that by a "
    "square, not by leaving out the sign.",
    "squared-errors": "Search the answer for every place where a loss is computed. What stands there should be the "
    "criterion that the task names.",
    "another-criterion": "Search the answer for every call of a criterion, for training and for recording. Both "
    "should be the one that the task names.",
    "activation-left-out": "Follow one input on paper through your model and on to the loss. Which function that the "
    "task or the worked model applies on this way is missing in yours?",
    "activation-applied-twice": "Follow one input on paper through the model and on to the loss, and write down each "
    "function that is applied. One of them stands there twice in a row; perhaps the model applies it already.",
    "another-activation": "Read your network, from the input to the output, beside the text of the task. What stands "
    "between the layers has another name there.",
    "output-activated": "The last thing that the model does to its output bends it into a range. The task asks for "
    "nothing of that kind: end with the linear layer.",
    "layers-in-another-order": "The seed fixes a row of random numbers, and each new layer takes the next ones. Make "
    "the layers in the order in which the input passes through them.",
    "another-layer-size": "Print the model. The sizes in its lines should be those of the task, from the input to the "
    "output.",
    # updates
    "gradients-not-zeroed": "Print the gradient of a parameter right before a new one is computed. It should be zero "
    "or None there, in every update; now it still holds an old one.",
    "w-gradient-not-zeroed": "Print both gradients right before new ones are computed. That of b is cleared, that of "
    "w still holds the old one.",
    "b-gradient-not-zeroed": "Print both gradients right before new ones are computed. That of w is cleared, that of "
    "b still holds the old one.",
    "one-gradient-not-zeroed": "Print all gradients right before new ones are computed. One of them still holds its "
    "old value: is there a line that clears it in every update, and is the name in it right?",
    "gradient-ascent": "Look at the sign of the step in the line that moves the parameters. With an optimiser, look at "
    "its arguments, and at the sign of what backward is called on.",
    "one-parameter-uphill": "Compare the lines that move the parameters sign by sign. In one of them the sign is "
    "different.",
    "only-w-updated": "Print b in the first two epochs: it stays as it is. Is there a line that moves it, and does "
    "that line change b itself? With an optimiser, was b handed to it?",
    "only-b-updated": "Print w in the first two epochs: it stays as it is. Is there a line that moves it, and does "
    "that line change w itself? With an optimiser, was w handed to it?",
    "one-parameter-not-updated": "Print every parameter in the first two epochs: one stays as it is. Is there a line "
    "that moves it, and does that line change the parameter itself? With an optimiser, was it handed over?",
    "parameters-not-updated": "Find the line that should move the parameters, and print the gradients there. If they "
    "are zero or None, they were cleared too early or not computed yet; if not, that line changes something else.",
    "b-updated-with-w-gradient": "Read the line that moves b, and those that prepare its step. The gradient of w is "
    "named there, where that of b should be.",
    "w-updated-with-b-gradient": "Read the line that moves w, and those that prepare its step. The gradient of b is "
    "named there, where that of w should be.",
    "updated-with-another-gradient": "Read the line that moves this parameter, and those that prepare its step. "
    "Another parameter's gradient is named there; it should be its own.",
    "updated-with-another-velocity": "In the line that moves this parameter, the velocity of another one is named. It "
    "should be the one that gathers this parameter's own gradients.",
    "batch-update-per-epoch": "Count how often the parameters move in one epoch, for instance with a counter that you "
    "print. It should be once for each batch, in batches as the task describes them.",
    "update-for-each-pair": "Count how often the parameters move in one epoch, for instance with a counter that you "
    "print. It should be once, from a loss over all the data.",
    "optimiser-of-another-model": "Find the lines that make the model and the optimiser. Your answer should make the "
    "optimiser after the model, from the parameters of the model that you train.",
    "optimiser-over-some-parameters": "Print how many parameters the model has and how many the optimiser was given. "
    "Hand it all of them.",
    "another-optimiser": "Read the line that makes the optimiser, from the class to the last argument, beside the text "
    "of the task.",
    "velocity-averaged": "In the line that renews the velocity, two things are added; only the old velocity should be "
    "scaled there. With an optimiser, look for an argument that the task does not name.",
    "moved-before-velocity": "Go through the first step with a pencil: the velocity is still zero when the parameters "
    "should move, so they stay. Which line has to come first?",
    "one-without-momentum": "Write the lines that renew the velocities below each other, and compare them term by "
    "term. In one of them the term with the old velocity is missing or has no effect.",
    "velocity-renewed-from-another": "In the line that renews this velocity, two velocities are named. Only its own "
    "should be.",
    "one-velocity-for-all": "Count the velocities that are kept from one update to the next. There should be as many "
    "as parameters, and each should gather the gradients of one parameter.",
    "velocity-is-the-gradient": "Print the velocity before and after the gradients are cleared: it changes with them. "
    "Renew it by a computation, or take a copy.",
    "rate-used-twice": "The learning rate should stand in one line of each update only. Look for it where the velocity "
    "is renewed, and where the parameter moves.",
    "one-parameter-with-another-rate": "Write the lines that move the parameters below each other. In one of them "
    "something else stands where the others have the learning rate.",
    "nesterov-momentum": "The gradient should be computed where the parameters are, and the step should come from the "
    "velocity alone. Look for a further term, or for an argument that switches it on.",
    "diverged": "Print the parameters in the first few updates. If each step is larger than the one before, compare "
    "the learning rate, the sign and the clearing of gradients with the worked training, one after the other.",
    # data
    "trained-on-x-as-target": "In the line that computes the loss for an update, the predictions should be compared "
    "with the targets. Read which name stands there; if a loop takes pairs apart, read in which order.",
    "trained-on-clean-line": "In the line that computes the loss for an update, the noise-free values stand where the "
    "measured targets should.",
    "clean-line-throughout": "Search the answer for the noise-free values. They were only used to make the data; the "
    "measured targets should stand in their place, for the training and for the record.",
    "trained-against-other-data": "Underline the inputs and the targets that the loss of an update is computed from, "
    "and follow both back to where they were made. Both should be those of the data set that the task names.",
    "sample-loss-against-all-y": "Print the shapes of prediction and target in the inner loop. They should be equal; "
    "now the targets of all the data stand there.",
    "prediction-on-all-x": "Print the shapes of prediction and target in the inner loop. They should be equal; now "
    "predictions are made for all the data.",
    "all-data-at-each-update": "In the inner loop no variable of the loop is used. Prediction and target there should "
    "be made from what the loader handed out in this very step.",
    "mini-batches": "Print the size of what the loader hands out first. Which loader does the loop name, and with "
    "which arguments was that one made?",
    "loader-not-made": "Search the answer for the line that makes the loader. It is missing or has another name, so "
    "the loop goes through the one of an earlier cell.",
    "another-loader": "Read the first line of your loop over the batches: which loader does it go through? Compare its "
    "name with that of the loader in the task.",
    "trained-on-other-data": "Print one pair that your loop hands out, and one of the data set of the task. Which data "
    "set was your loader made from?",
    "trained-on-noisy-pairs": "Print one pair that your loop hands out, and one of the data set of the lab: the "
    "targets differ. Go through the data set that the task names.",
    "shuffled-order": "Print the first few pairs that the loop hands out: they are not the first ones of the data in "
    "their order. Look at the arguments of the loader, or for something that mixes the pairs.",
    "reversed-order": "Print the first pairs that the loop hands out: they are the last ones of the data. Look for "
    "something that turns the order round.",
    # numbers
    "no-epoch-loop": "How many loops does your answer have, and what does each go through? One of them should count "
    "the epochs, as many as the task asks for, and nothing should end it early.",
    "too-few-epochs": "Print the counter of the epochs inside its loop. How many lines appear, and does something end "
    "the loop early?",
    "too-many-epochs": "Print the counter of the epochs inside its loop. How many lines appear, and was the cell or "
    "the training function run twice?",
    "learning-rate-too-small": "Print the learning rate right where it is used: in your update, or where the optimiser "
    "is made. Is it the number that the task names, and if not, what has changed it on the way?",
    "learning-rate-too-large": "Print the learning rate right where it is used: in your update, or where the optimiser "
    "is made. Is it the number that the task names, and if not, what has changed it on the way?",
    "learning-rate-divided-by-batch": "Search the answer for a division. The learning rate, or the step, is divided by "
    "a number of pairs or of batches; leave it as it is given.",
    "momentum-left-out": "Look at what your code keeps from one step to the next. There should be a velocity for each "
    "parameter, or an argument of the optimiser that stands for it.",
    "another-momentum": "Print the factor that the old velocity is multiplied by, or the argument of the optimiser, "
    "and compare it with the task.",
    "momentum-added": "Look for a velocity that is kept from step to step, or for an argument of the optimiser that "
    "the task does not name.",
    "weight-decay-left-out": "Read what the task wants the optimiser to be made with. One of these arguments is "
    "missing in your line, or is zero there.",
    "another-weight-decay": "Print the optimiser: its line names the weight decay. Compare that number with the task.",
    "seed-not-set": "Find the first line of your answer that draws random numbers, such as the one that makes the "
    "model. The seed should be set directly above it.",
    "more-drawn-after-seed": "Count the lines between the seed and the training that draw random numbers or make a "
    "model. There should be only the one that makes your model.",
    "another-seed": "Read the number with which you set the seed beside that of the task.",
    # starts
    "wrong-start-w": "Print w right before the training. It should be the number that the task names, with its sign.",
    "wrong-start-b": "Print b right before the training. It should be the number that the task names, with its sign.",
    "wrong-start": "Print the parameters right before the training. They should be the numbers that the task names, "
    "each with its sign and in its place.",
    "start-not-reset": "Print the parameters right before each training of your answer. Where they are what an earlier "
    "training has left, they have to be made or set anew.",
    "start-not-set": "Print the parameters right before the training: some or all are still the random ones of a new "
    "model. Is each set to what the task names, and in the model that you train?",
    # calls
    "function-never-called": "Put a print into the first line of your function: nothing appears. Below the function a "
    "line is missing that uses its name with round brackets.",
    "worked-function-called": "Search the answer for the name of the worked function. That call runs the worked "
    "training once more; your own function has another name.",
    # choices
    "chosen-by-another-measure": "Look at the list whose smallest or largest entry you take. On which data was it "
    "measured, and which data may decide the choice?",
    "chosen-the-worst": "Print the measure of what you chose beside all others. Should it be the smallest one or the "
    "largest one?",
    "last-one-kept": "Print the place that was chosen, and how many models there are. What you keep should be taken "
    "from that place of a list that holds them all.",
    "chosen-without-comparing": "Change the order of the candidates: the same place is still chosen. The place should "
    "come out of the measured values.",
    "wrong-threshold": "Think of the smallest and the largest value that an output can have at all. The threshold "
    "should be the middle of that range, where neither class is more likely.",
    "labels-exchanged": "Print the output for one sample of each class. Which of the two is above the threshold, and "
    "which label do you give it?",
    "counted-not-averaged": "Print the value: it counts cases, where a share is never larger than 1. Divide by how "
    "many samples there are.",
    "given-in-percent": "Print the value: a share is never larger than 1. A factor has to be left out.",
    # what the judge finds without a replay
    "same-numbers-everywhere": "Search the answer for numbers that you typed. What can be computed should be computed "
    "there, from the names that the notebook gives.",
    "plots-another-list": "Read the name inside the call that plots. It should be the list that your own training "
    "filled.",
    "part-not-written": "Search the answer for three dots, pass and NotImplementedError. Each of them stands where a "
    "line of yours should.",
    "cell-cannot-be-read": "Take the lines out one after the other, from below, until Python can read the cell. The "
    "last one that you took out, or the one above it, has the mistake.",
    "name-misspelt": "Copy the name from the place where it is made to the place where it is used.",
    "name-unknown": "Search the notebook for the line that imports the name or gives it a value. If there is one, run "
    "its cell; if it stands in a function, let the function return the value.",
    "local-name-without-value": "Inside the function the name stands left of an equals sign somewhere, which makes it "
    "the function's own. Hand the value in as an argument, and return what becomes of it.",
    "history-keeps-graph": "Look at what is appended: a tensor. Turn it into a plain number in the very line that "
    "appends.",
    "zero-without-underscore": "Search the answer for zero with brackets behind it. The method that changes a gradient "
    "in place has one character more in its name.",
    "gradient-not-there": "Print the gradient after backward. If it is None, the parameter was replaced by the result "
    "of a computation, or never asked for gradients; if not, the line that uses it runs too early.",
    "changed-in-place": "The line that moves the parameters should work on their data, or stand where torch keeps no "
    "record. Compare it with the worked training.",
    "backward-twice": "Put a print beside the line that computes the loss and one beside backward. Both should appear "
    "equally often, in turn.",
    "loss-without-graph": "What backward is called on should be the result of the criterion, before it is turned into "
    "a number or detached. The parameters should have been made so that they ask for gradients.",
    "loss-of-many-numbers": "Print the shape of what is used in the line that is named. It should be one number there: "
    "is the average over the pairs at hand missing?",
    "sizes-do-not-fit": "Print the two shapes right above the line that is named, and decide which of them is right. "
    "The other may hold all the data where a part is needed, or a part where all are.",
    "number-used-as-tensor": "Look for the line that turns a tensor into a number, and for the line that needs the "
    "tensor afterwards. Keep both under names of their own.",
    "list-used-as-number": "Print the type of each name in the line that is named. One is a list where a tensor or a "
    "number should stand.",
    "number-gone-through": "What the first line of the loop goes through is one number. A loop that counts needs "
    "something that counts up to it.",
    "built-in-name-used": "Print the type of each name in the line that is named. One of them is a function of "
    "Python's own, or a method without the brackets of a call.",
    "not-a-whole-number": "Print the number and its type right above the line that is named. A computation such as a "
    "division has made it a float, or it was typed as one.",
    "not-a-method": "Print the type of what stands before the dot. It is not what you take it for, or the method has "
    "another name there.",
    "called-without-being-a-function": "Look at what stands before the round brackets in the line that is named. If "
    "some line gave that name a value, give the value another name, restart, and run all cells.",
    "other-arguments-than-taken": "Write the first line of the function above its call, and count the arguments from "
    "left to right.",
    "result-kept-elsewhere": "Print the parameters inside the training and after it: they differ. What the training "
    "moves should be the names of the task, or be handed back to them.",
    "not-plain-numbers": "Print the type of what is kept, and that of its first entry. Each number should be made a "
    "plain one before it is kept.",
    "none-is-kept": "Find the line that gives the name its value. On its right side stands something that gives "
    "nothing back.",
    "numbers-rounded": "Search the answer for round, for int, for a format with a dot in it, and for types of half "
    "precision. Keep what was computed, and round where you print.",
    "nearly-right": "Compare your update with the worked one term by term. Something small is added, left out or "
    "rounded on the way.",
    "other-default-of-torch": "Search the notebook for a line with set_default in it. Take it out, restart the kernel "
    "and run all cells.",
}
"""By the name of the mistake."""
