internal import LinuxIO

/// A line: in at the back, out at the front.
struct Line<Element> {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the front one out; there must be one.
    mutating func removeFirst() -> Element {
        let element = elements[head]
        head += 1
        if head > 1024, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Keeps the order of those that stay.
    mutating func removeAll(where isGone: (Element) -> Bool) {
        elements = elements[head...].filter { !isGone($0) }
        head = 0
    }
}

/// Chunks in the order in which they may go: first in, first out, with a second chance for what was used meanwhile.
/// The writer's alone.
struct EvictionQueue {
    private var line = Line<StoredChunk>()

    mutating func append(_ chunk: StoredChunk) { line.append(chunk) }

    /// Takes the next victim off `index` and returns it; nil when everything is in use.
    mutating func takeVictim(from index: ChunkIndex) -> StoredChunk? {
        // Twice around: the first time may only take the marks of use away.
        for _ in 0..<(2 * line.count) {
            guard line.count > 0 else { return nil }
            let chunk = line.removeFirst()
            guard index.isListed(chunk) else { continue }
            let isSpared = chunk.wasTouched() && index.isWanted(chunk.table)
            if !isSpared, index.unlist(chunk, evenInUse: false) { return chunk }
            line.append(chunk)
        }
        return nil
    }

    /// Forgets chunks that are off the list, once they are the greater part.
    mutating func tidy(_ index: ChunkIndex) {
        if line.count > 2 * index.count + 1024 { line.removeAll { !index.isListed($0) } }
    }
}

/// Object records in the order in which they may go, once none of their chunks is left. The writer's alone.
struct RecordQueue {
    private var line = Line<StoredObject>()
    /// A record younger than this may belong to a fill that has not stored its first chunk yet.
    private static let youth = Duration.seconds(60)

    mutating func append(_ object: StoredObject) { line.append(object) }

    /// Looks at the next `count` records and takes those out of the index that nobody needs.
    /// - Parameter pressing: records take too much room, so recency and age do not count.
    mutating func takeVictims(
        among count: Int, pressing: Bool, _ records: ObjectIndex, _ chunks: ChunkIndex
    ) -> [StoredObject] {
        var victims: [StoredObject] = []
        for _ in 0..<min(count, line.count) {
            let object = line.removeFirst()
            if object.isRetired { continue }
            let isOld = pressing || (!object.wasTouched() && MonotonicTime.now.since(object.born) > Self.youth)
            if isOld, chunks.isEmpty(object.table), records.remove(object) {
                object.retire()
                chunks.release(object.table)
                victims.append(object)
            } else {
                line.append(object)
            }
        }
        return victims
    }

    /// Forgets records that are out of the index, once they are the greater part.
    mutating func tidy(_ records: ObjectIndex) {
        if line.count > 2 * records.count + 1024 { line.removeAll(where: \.isRetired) }
    }
}
