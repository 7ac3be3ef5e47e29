import LinuxIO
import Testing

@testable import ChunkStore

/// Random operations against what a plain dictionary says.
@Suite struct ModelTests {
    /// What should be stored, if it is stored at all.
    private struct Model {
        var ids: [String: UInt64] = [:]
        var objects: [String: StoredObject] = [:]
        var removed: [StoredObject] = []
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func theStoreAgreesWithADictionary(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var model = Model()
        let directory = TemporaryDirectory()
        var test = try TestStore(in: directory, size: 4 << 20)
        var nextID: UInt64 = 1
        for step in 0..<600 {
            let name = "k\(Int.random(in: 0..<24, using: &random))"
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<5:
                let object = test.insert(name, id: nextID, length: Int.random(in: 1...400_000, using: &random))
                model.objects[name] = object
                model.ids[name] = nextID
                nextID += 1
            case 5..<15:
                guard let object = model.objects[name] else { continue }
                let chunks = (Int(object.length) + TestStore.chunkSize - 1) / TestStore.chunkSize
                let chunk = Int.random(in: 0..<chunks, using: &random)
                if test.find(name) === object { #expect(test.write(object, chunk)) }
            case 15..<17:
                guard let object = model.objects[name] else { continue }
                model.objects[name] = test.store.replace(object, metadata: PlainMetadata([UInt8(step % 256)]))
            case 17..<19:
                guard let object = model.objects.removeValue(forKey: name) else { continue }
                test.store.remove(object)
                model.removed.append(object)
            default:
                check(test, model)
                guard step % 3 == 0 else { continue }
                test.store.close()
                test = try TestStore(in: directory, size: 4 << 20)
                adopt(test, &model)
            }
        }
        check(test, model)
        #expect(test.messages.all.isEmpty && test.store.figures.failures == 0)
    }

    private func check(_ test: TestStore, _ model: Model) {
        for (name, object) in model.objects {
            guard let found = test.find(name) else { continue }
            #expect(found === object && found.id.low == model.ids[name])
            for chunk in 0..<8 { #expect(test.isRight(object, chunk) != false) }
        }
        for object in model.removed {
            #expect((0..<8).allSatisfy { !test.store.contains(object, chunk: $0) })
        }
    }

    /// After a new start the store has objects of its own for the same records.
    private func adopt(_ test: TestStore, _ model: inout Model) {
        for (name, object) in model.objects {
            let found = test.find(name)
            if let found {
                #expect(found.id == object.id && found.length == object.length)
                #expect(found.metadata.encoded == object.metadata.encoded)
            }
            model.objects[name] = found
        }
        model.removed = []
    }
}
