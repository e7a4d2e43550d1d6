import Testing

@testable import StatusCommCore

/// One rule of the paper each, and what tickets are full of.
@Test(arguments: [
    ("caresses", "caress"), ("ponies", "poni"), ("ties", "ti"), ("caress", "caress"), ("cats", "cat"),
    ("feed", "feed"), ("agreed", "agre"), ("plastered", "plaster"), ("bled", "bled"), ("motoring", "motor"),
    ("sing", "sing"), ("conflated", "conflat"), ("troubled", "troubl"), ("sized", "size"), ("hopping", "hop"),
    ("tanned", "tan"), ("falling", "fall"), ("hissing", "hiss"), ("fizzed", "fizz"), ("failing", "fail"),
    ("filing", "file"), ("happy", "happi"), ("sky", "sky"), ("relational", "relat"), ("conditional", "condit"),
    ("rational", "ration"), ("digitizer", "digit"), ("radically", "radic"), ("differently", "differ"),
    ("analogously", "analog"), ("vietnamization", "vietnam"), ("operator", "oper"), ("feudalism", "feudal"),
    ("decisiveness", "decis"), ("hopefulness", "hope"), ("callousness", "callous"), ("formality", "formal"),
    ("sensitivity", "sensit"), ("sensibility", "sensibl"), ("triplicate", "triplic"), ("formative", "form"),
    ("electrical", "electr"), ("goodness", "good"), ("revival", "reviv"), ("allowance", "allow"),
    ("inference", "infer"), ("airliner", "airlin"), ("gyroscopic", "gyroscop"), ("adjustable", "adjust"),
    ("replacement", "replac"), ("adjustment", "adjust"), ("dependent", "depend"), ("adoption", "adopt"),
    ("communism", "commun"), ("activate", "activ"), ("effective", "effect"), ("probate", "probat"), ("rate", "rate"),
    ("cease", "ceas"), ("controlling", "control"), ("roll", "roll"), ("payment", "payment"),
])
func aWordHasTheStemOfThePaper(word: String, stem: String) {
    #expect(Stemmer.stem(word) == stem)
}

@Test(arguments: [
    ["declined", "declines", "declining", "decline"], ["timeouts", "timeout"], ["charged", "charges", "charging"],
    ["failed", "fails", "failing", "fail"], ["connections", "connection", "connected", "connecting"],
])
func inflectionsShareAStem(words: [String]) {
    #expect(Set(words.map(Stemmer.stem)).count == 1)
}

@Test(arguments: ["", "a", "as", "is", "zahlungsüberfällig", "v2", "it's", "УСЛУГА"])
func whatIsNoEnglishWordStaysAsItIs(word: String) {
    #expect(Stemmer.stem(word) == word)
}

@Test
func aVeryLongWordIsLeftAloneAndCostsNothing() {
    let long = String(repeating: "y", count: 1_000_000) + "ing"
    #expect(Stemmer.stem(long) == long)
}
