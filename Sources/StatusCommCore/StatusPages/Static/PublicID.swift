/// Names of things on the public page: 12 lower-case letters and digits, as Statuspage has them.
///
/// Derived, so that building the page again gives the same ones, and one way, so that they tell nothing.
enum PublicID {
    /// The id of a thing of some kind; the same for the same texts.
    static func of(_ kind: String, _ identity: String) -> String {
        let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
        let digits = SHA256.digest(Array("\(kind)\n\(identity)".utf8)).prefix(12).map { alphabet[Int($0) % 36] }
        return String(decoding: digits, as: UTF8.self)
    }
}
