/// The version by which results are known: another one may decide otherwise.
public enum EngineVersion {
    public static let current = "0.1.0"
}
