/// Where the demo's media are kept, from one run to the next.
struct MediaLibrary: Sendable {
    let directory: String

    /// - Parameter directory: nil means the user's cache directory.
    init(_ directory: String?) throws(DemoFailure) {
        if let directory {
            self.directory = directory
        } else if let cache = Environment.value("XDG_CACHE_HOME") ?? Environment.value("HOME").map({ "\($0)/.cache" }) {
            self.directory = "\(cache)/usher/demo"
        } else {
            throw DemoFailure("neither XDG_CACHE_HOME nor HOME says where to keep the media: give --media")
        }
    }

    /// The large MP4.
    var film: String { "\(directory)/film.mp4" }
    /// The directory of the HLS film.
    var stream: String { "\(directory)/hls" }
    /// Says which files there are and how long each is; written when all are whole.
    private var listing: String { "\(directory)/complete.txt" }

    /// Files of the HLS film, as paths below `directory`.
    var streamFiles: [String] { Directory.files(below: stream).map { "hls/\($0)" } }

    /// Whether everything is there as it was made, by this recipe.
    var isComplete: Bool {
        guard let kept = try? FileBytes.whole(listing), FileFacts(path: film) != nil else { return false }
        return String(decoding: kept, as: UTF8.self) == inventory
    }

    func noteComplete() throws(DemoFailure) { try FileBytes.write(inventory, to: listing) }

    /// The recipe, and a line for each file.
    private var inventory: String {
        let recipe = (MediaRecipe.film(to: "") + MediaRecipe.stream(in: "")).joined(separator: " ")
        let files = (["film.mp4"] + streamFiles).map { name in
            "\(FileFacts(path: "\(directory)/\(name)")?.size ?? 0) \(name)"
        }
        return ([recipe] + files).joined(separator: "\n") + "\n"
    }
}
