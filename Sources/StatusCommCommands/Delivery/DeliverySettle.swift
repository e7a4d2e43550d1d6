import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm delivery settle`.
package struct DeliverySettle: Hashable, Sendable {
    package var delivery: DeliveryKey?
    package var settlement: DeliveryRecord.Settlement?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "record what a person found at a target",
        discussion: """
            For a delivery whose outcome is unknown at a target that offers nothing to recognise it by. 'sent': it is \
            there. 'not-sent': it is not, and 'delivery retry' may send it again. 'dropped': leave it.
            """,
        arguments: Self(),
        options: [
            .value("as", as: .choice("FOUND"), to: \.settlement, required: true, help: "What was found at the target")
        ],
        positionals: [.required(.delivery, to: \.delivery, help: "Delivery as 'delivery list' prints it")],
        examples: [
            CommandExample("It is there", "statuscomm delivery settle INC-7/team/1 --as sent"),
            CommandExample("It is not, send it again", "statuscomm delivery settle INC-7/team/1 --as not-sent"),
        ],
        exitStatuses: ExitStatusInfo.reading + [.status(.conflict)],
        output: .object([
            .field("delivery", .string, "key of the delivery"), .field("as", .string, "what was recorded"),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        guard let delivery, let settlement else { return CommandResult(.bug, text: .lines(""), document: .null) }
        let workspace = try await Workspace(context, writes: true)
        try await workspace.repository.settleDelivery(delivery, as: settlement, clock: context.clock)
        var object = JSONObject()
        object["delivery"] = .string("\(delivery)")
        object["as"] = .string(settlement.rawValue)
        return CommandResult(
            text: .lines("\(delivery) settled as \(settlement.rawValue)\n"),
            document: .object(object)
        )
    }
}

extension ValueType where Value == DeliveryKey {
    /// A delivery as `delivery list` prints it.
    static let delivery = ValueType(name: "DELIVERY", completion: .dynamic(.deliveries)) { text throws(ValueError) in
        guard let key = DeliveryKey(text) else {
            throw ValueError("takes a delivery, not '\(text)'", hint: "write it like INC-7/public/2")
        }
        return key
    }
}
