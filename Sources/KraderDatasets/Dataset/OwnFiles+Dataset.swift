import Glibc
import KraderJSON

/// Tells what of a dataset's folder krader wrote, as its sealed texts prove it.
extension OwnFiles {
    /// Throws `DatasetFault.notOurs` when a folder that stands there can't be replaced.
    static func checkReplaceable(dataset path: String) throws(DatasetFault) {
        guard FolderRemoval.isFolder(path, followingLinks: false) else {
            let what = FolderRemoval.isFolder(path) ? "a link to a folder" : "no folder"
            throw .notOurs(path, reason: "it is \(what)")
        }
        guard let own = OwnFiles(dataset: path) else {
            throw .notOurs(
                path,
                reason: "it has no dataset.json and index.csv as krader wrote them. Remove it "
                    + "yourself if nothing in it is needed")
        }
        if let changed = own.changed(in: path) {
            throw .notOurs(
                path,
                reason: "'\(shown(changed))' was changed since it was written. Move it away, or "
                    + "accept a table of instruments with krader data instruments --seal")
        }
    }

    /// Lists the files of a dataset; `nil` when the folder holds none whose seals are whole.
    init?(dataset path: String) {
        guard let dataset = try? Dataset(path) else { return nil }
        self.init()
        for file in dataset.files { add(file.path, hash: nil) }
        // The bytes of these were just compared with the seal.
        for name in [Dataset.descriptionName, Dataset.indexName] { add(name, hash: nil) }
        add(Dataset.instrumentsName, hash: dataset.instrumentsHash)
        let place = path + "/" + Dataset.provenanceName
        guard let bytes = try? MappedFile.contents(of: place) else { return }
        // No hash fits a text that isn't as it was sealed.
        add(Dataset.provenanceName, hash: DatasetSeal.isWhole(bytes) ? nil : "")
        if let row = try? JSONReader.read(bytes, file: place).root,
            let hash = row["rejects_sha256"]?.string
        {
            add(Dataset.rejectsName, hash: hash)
        }
    }
}
