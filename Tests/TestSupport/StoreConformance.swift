package import StatusCommCore

/// What every store must do; each implementation runs all of it.
///
/// A case gets an empty store, and a second opening of the same one where another process would have its own.
package struct StoreConformance: Sendable, CustomStringConvertible {
    package let description: String
    package let check: @Sendable (_ store: any Store, _ other: any Store) async throws -> Void

    private init(_ description: String, _ check: @escaping @Sendable (any Store, any Store) async throws -> Void) {
        self.description = description
        self.check = check
    }

    /// What a store did other than it should.
    package struct Violation: Error, CustomStringConvertible {
        package let description: String
    }

    package static let cases: [StoreConformance] = [
        .init("an entry reads back as it was written") { store, other in
            let key = try StoreKey("inc/00000001/e/00000001")
            try await equal(store.create(key, Array("{}".utf8)), .created)
            try await equal(store.get(key), Array("{}".utf8))
            try await equal(other.get(key), Array("{}".utf8))
        },
        .init("what was never created is nil and lists as nothing") { store, _ in
            try await equal(store.get(StoreKey("inc/none")), nil)
            try await equal(store.get(StoreKey("none")), nil)
            try await equal(store.list(StoreKey("none")), [])
            _ = try await store.create(StoreKey("inc/a"), [1])
            try await equal(store.get(StoreKey("inc/b")), nil)
            try await equal(store.get(StoreKey("inc")), nil)
            try await equal(store.list(StoreKey("inc/b")), [])
        },
        .init("a second create changes nothing") { store, other in
            let key = try StoreKey("a/b")
            try await equal(store.create(key, [1]), .created)
            try await equal(other.create(key, [2]), .exists)
            try await equal(store.create(key, [1]), .exists)
            try await equal(store.get(key), [1])
        },
        .init("of eight creators at once exactly one wins, and its bytes stay") { store, other in
            for round in 0..<25 {
                let key = try StoreKey("race/r\(round)/00000001")
                let winners = try await withThrowingTaskGroup(of: (UInt8, StoreCreation).self) { group in
                    for writer in UInt8(0)..<8 {
                        group.addTask {
                            let store = writer.isMultiple(of: 2) ? store : other
                            return (writer, try await store.create(key, Array(repeating: writer, count: 2_000)))
                        }
                    }
                    return try await group.reduce(into: [UInt8]()) { if $1.1 == .created { $0.append($1.0) } }
                }
                try equal(winners.count, 1)
                try await equal(other.get(key), winners.first.map { Array(repeating: $0, count: 2_000) })
            }
        },
        .init("keys are listed in byte order, however they came") { store, other in
            let names = ["l/b", "l/a-b", "l/a.b", "l/a/1", "l/a/0", "l/a0", "l/10", "l/9", "l/a_b"]
            for name in names { _ = try await store.create(StoreKey(name), [0]) }
            let sorted = ["l/10", "l/9", "l/a-b", "l/a.b", "l/a/0", "l/a/1", "l/a0", "l/a_b", "l/b"]
            try await equal(store.list(StoreKey("l")).map(\.text), sorted)
            try await equal(other.list(StoreKey("l")).map(\.text), sorted)
        },
        .init("a list begins after the key that was named, there or not") { store, _ in
            for number in [1, 2, 3, 10] { _ = try await store.create(StoreKey("n").appending(number: number), []) }
            let folder = try StoreKey("n")
            func numbers(after: Int) async throws -> [Int?] {
                try await store.list(folder, after: folder.appending(number: after)).map(\.number)
            }
            try await equal(numbers(after: 0), [1, 2, 3, 10])
            try await equal(numbers(after: 2), [3, 10])
            try await equal(numbers(after: 7), [10])
            try await equal(numbers(after: 10), [])
        },
        .init("a folder ends at its slash") { store, _ in
            for name in ["inc/1/e", "inc/10/e", "inc/1-a/e", "inc1/e", "inc/1/d/x"] {
                _ = try await store.create(StoreKey(name), [])
            }
            try await equal(store.list(StoreKey("inc/1")).map(\.text), ["inc/1/d/x", "inc/1/e"])
            try await equal(
                store.list(StoreKey("inc")).map(\.text),
                ["inc/1-a/e", "inc/1/d/x", "inc/1/e", "inc/10/e"]
            )
        },
        .init("every byte value, no byte at all and the largest entry are kept") { store, other in
            let values: [[UInt8]] = [
                [], [0], Array(UInt8.min...UInt8.max), Array("\n#sha256 \n\r\0".utf8),
                (0..<StoreLimits.entrySize).map { UInt8(truncatingIfNeeded: $0 &* 31) },
            ]
            for (index, value) in values.enumerated() {
                let key = try StoreKey("bytes").appending(number: index)
                try await equal(store.create(key, value), .created)
                try await equal(other.get(key), value)
            }
        },
        .init("one byte more than the largest entry is refused, and nothing is there") { store, _ in
            let key = try StoreKey("large")
            do {
                _ = try await store.create(key, [UInt8](repeating: 0, count: StoreLimits.entrySize + 1))
                throw Violation(description: "the entry was taken")
            } catch let error as StoreError {
                try equal(error, .tooLarge(key: "large", size: StoreLimits.entrySize + 1))
            }
            try await equal(store.get(key), nil)
        },
        .init("a thousand entries are all listed") { store, other in
            let folder = try StoreKey("many")
            for number in 1...1_000 { _ = try await store.create(folder.appending(number: number), [1]) }
            try await equal(other.list(folder).map(\.number), Array(1...1_000))
        },
        .init("a lock is held by one, and the other learns by whom") { store, other in
            let name = try StoreKey("page/local")
            let holder = LockHolder(processID: 4711, command: "incident open")
            guard case .taken(let lock) = try await store.lock(name, for: holder) else {
                throw Violation(description: "a free lock was busy")
            }
            for opening in [store, other] {
                guard case .busy(holder) = try await opening.lock(name, for: .init(processID: 1, command: "x")) else {
                    throw Violation(description: "a held lock was taken, or its holder was not named")
                }
            }
            guard case .taken = try await other.lock(StoreKey("page/other"), for: holder) else {
                throw Violation(description: "a lock stood in for another one")
            }
            withExtendedLifetime(lock) {}
        },
        .init("a released lock can be taken again") { store, other in
            let name = try StoreKey("again")
            for opening in [store, other, store] {
                guard case .taken(let lock) = try await opening.lock(name, for: .init(processID: 1, command: "x"))
                else { throw Violation(description: "a released lock was busy") }
                withExtendedLifetime(lock) {}
            }
        },
    ]
}

private func equal<Value: Equatable>(_ found: Value, _ expected: Value) throws {
    guard found == expected else {
        throw StoreConformance.Violation(description: "found \(found), expected \(expected)")
    }
}
