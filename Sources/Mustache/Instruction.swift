/// One step of a compiled template; plain numbers only, so that running it touches no reference count.
struct Instruction {
    enum Operation: UInt8 {
        /// Copies `second` literal bytes from offset `first`; `flag`: they begin a line of the template.
        case text
        /// A line begins here with a tag; matters only in an indented partial.
        case lineStart
        /// Prints path `first`, `flag`: escaped; alternatives, if any, at `second` in the defaults.
        case print
        /// Goes to `second` if path `first` is false.
        case branchFalse
        /// Goes to `second` if path `first` is true.
        case branchTrue
        /// Goes to `second` if path `first` has elements, for `{{^each}}`.
        case branchFilled
        /// Opens a section over path `first`, or goes to `second`.
        case section
        case each
        case with
        /// Next item: back to `first`; or leaves the section.
        case endSection
        case jump
        /// Renders call `first`.
        case partial
        /// Renders call `first`, then goes to `second`.
        case parent
        /// Renders what replaces block `first` and goes to `second`, or runs on into the default content.
        case block
        /// Ends a block's replacement.
        case end
        /// Runs the unspecialised template's instructions from `first` up to `second`.
        case original
        /// Something that cannot be rendered; rendering the unspecialised template tells what.
        case fail
    }

    var operation: Operation
    var flag = false
    var first: Int32 = 0
    var second: Int32 = 0
    /// Index into the program's tag ranges, for messages.
    var tag: Int32 = -1
}

/// A path whose parts are ready to be compared with an object's names.
struct CompiledPath {
    enum Start: UInt8 {
        case climbing
        case context
        case root
        case index
        case key
        case first
        case last
        /// Only the fallback data is looked at: the path of a specialised template.
        case fallback
    }

    var start: Start
    var up: Int32
    var firstPart: Int32
    var partCount: Int32
}

/// One part of a path: its bytes, their hash, and its value if it can count a list's items.
struct CompiledPart {
    var hash: UInt32
    var offset: Int32
    var length: Int32
    /// The item a part such as `0` names, -1 when it is not a number, -2 for `length`.
    var item: Int32
}

/// A partial or a parent: whose name stands in the template or comes from the data.
struct CompiledCall: Hashable, Sendable {
    var name: String
    /// The path that gives the name, -1 when it is `name`.
    var path: Int32 = -1
    /// Blanks before a standalone tag, put before each line of what is included.
    var indentation: [UInt8] = []
    /// Whether the tag stood alone on its line; only then what is included is indented.
    var isStandalone = false
    var replacements: [Replacement] = []

    struct Replacement: Hashable, Sendable {
        var block: String
        var start: Int32
    }
}

/// A place that a parent's caller can fill.
struct CompiledBlock: Hashable, Sendable {
    var name: String
    var indentation: [UInt8]
    /// Whether the first line needs the indentation too; it does when the tag stood on a line of its own.
    var indentsFirstLine: Bool
    /// Whether only blanks stand before the tag; else what replaces the block is not indented.
    var beginsLine: Bool
}

/// What is printed when a variable has no value.
enum CompiledDefault: Hashable, Sendable {
    case literal([UInt8])
    case path(Int32)
}

/// A template, ready to run.
struct Program: Sendable {
    let source: SourceText
    var instructions: [Instruction] = []
    /// Literal text and the bytes of names; the first byte is unused, so that there is always one.
    var bytes: [UInt8] = [0]
    var paths: [CompiledPath] = []
    /// The same paths as they are written, for messages and listings.
    var names: [NamePath] = []
    var parts: [CompiledPart] = []
    var calls: [CompiledCall] = []
    var blocks: [CompiledBlock] = []
    var defaults: [[CompiledDefault]] = []
    var tags: [Range<Int>] = []
}

/// FNV-1a over a name's bytes; only narrows the search, equal bytes decide.
@inline(__always)
func nameHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
}
