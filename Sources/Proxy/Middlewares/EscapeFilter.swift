internal import Configuration

/// `encodedCharacters`
final class EscapeFilter: LoopMiddleware {
    private let refused: EncodedCharacters

    init(_ refused: EncodedCharacters) { self.refused = refused }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        guard steps.holdsEscape(of: refused) else { return .next }
        steps.answer(400, "")
        return .taken
    }
}
