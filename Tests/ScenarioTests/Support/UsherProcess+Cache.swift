extension UsherProcess {
    /// Reads a whole object through the cache, and waits until it is answered from the store.
    func fill(_ target: String) throws {
        try eventually("\(target) to be stored") {
            let answer = try get(target)
            return answer.isHit && answer.isComplete
        }
    }
}
