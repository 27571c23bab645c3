/// How far a dataset's identity was proven when it was read whole.
public enum IdentityProof: String {
    /// Every byte is what the SHA-256 of its import says.
    case verified
    /// Every byte of the files that were looked at is what its SHA-256 says.
    case inPart = "verified_in_part"
    /// The dataset is of the old version, which has quick hashes alone.
    case unverified
    /// The dataset was of the old version, and has the new index now.
    case upgraded
    /// Some file is not what was written.
    case refuted

    /// - Parameter hash: the dataset's hash.
    func sentence(_ hash: String) -> String {
        switch self {
        case .verified: "Identity \(hash): verified, every file has its SHA-256."
        case .inPart: "Identity \(hash): verified in part, the files that were looked at."
        case .unverified:
            "Identity \(hash): unverified, of the old version, whose index has quick hashes alone; "
                + "--upgrade writes the new one."
        case .upgraded: "Identity \(hash): every byte was whole and the new index is written."
        case .refuted: "Identity \(hash): not what these files hold."
        }
    }
}
