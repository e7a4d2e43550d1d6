/// What `this`, `..` and climbing names see, innermost last.
struct Context {
    var value: ValueReference
    /// The list or object being gone through, or the value itself.
    var container: ValueReference
    var index: Int32
    var count: Int32
    /// Path of the loop in its program, for messages; -1 when this is no loop.
    var path: Int32
    /// Whether `this` and `..` pass it by: a section over a plain `true`.
    var isTransparent: Bool
    /// Number of frames at its opening, which tells whose path it is.
    var frame: Int32

    var isLoop: Bool { path >= 0 }
}

/// A stack of contexts in memory that is kept from one rendering to the next.
struct ContextStack: ~Copyable {
    private var base: UnsafeMutablePointer<Context>
    private var capacity = 32
    private(set) var count = 0

    init() {
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    mutating func removeAll() {
        count = 0
    }

    @inline(__always)
    mutating func push(_ context: Context) {
        if count == capacity { grow() }
        (base + count).initialize(to: context)
        count += 1
    }

    @inline(__always)
    mutating func pop() {
        count -= 1
    }

    /// The context at a place from the bottom, which is below `count`.
    @inline(__always)
    subscript(index: Int) -> Context {
        get { base[index] }
        set { base[index] = newValue }
    }

    /// The value of the context at a place from the bottom, which is below `count`.
    @inline(__always)
    func value(_ index: Int) -> ValueReference { base[index].value }

    /// The innermost value, nil when a section over `true` hides it.
    @inline(__always)
    var innermost: ValueReference? {
        let top = base + (count - 1)
        return top.pointee.isTransparent ? nil : top.pointee.value
    }

    /// Steps the innermost loop; false when it is over or no loop.
    @inline(__always)
    mutating func advance() -> Bool {
        let top = base + (count - 1)
        let next = top.pointee.index + 1
        guard next < top.pointee.count else { return false }
        top.pointee.index = next
        top.pointee.value = top.pointee.container.child(Int(next))
        return true
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Context>.allocate(capacity: capacity * 2)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
