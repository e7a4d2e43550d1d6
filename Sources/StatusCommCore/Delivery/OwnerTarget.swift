/// Names of the targets through which owners are told.
///
/// A full stop, which no target of the configuration has in its name, keeps them apart from those that customers hear
/// through, although both may be one chat room.
package enum OwnerTarget {
    /// Mail to all owners who have an address.
    package static let mail = "owner.mail"

    /// The announcement target of a name, as an owner.
    package static func announcement(_ name: String) -> String { "owner.\(name)" }
}

extension Configuration {
    /// Names of the targets through which the owners are told, each once, in the order of the file.
    package var ownerTargets: [String] {
        var seen: Set<String> = []
        return owners.map { owner in
            switch owner {
            case .mail: OwnerTarget.mail
            case .announcement(let name): OwnerTarget.announcement(name)
            }
        }.filter { seen.insert($0).inserted }
    }

    /// Addresses of the owners who are told by mail.
    package var ownerAddresses: [MailAddress] {
        owners.compactMap { owner in
            switch owner {
            case .mail(let address): address
            case .announcement: nil
            }
        }
    }
}
