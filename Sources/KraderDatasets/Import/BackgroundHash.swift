import Glibc
import KraderModel

/// SHA-256 of pieces on a thread of its own: it takes as long as everything else of an import.
///
/// Whoever hands a piece in keeps its bytes in place until `waitForPieces` says that it was taken.
final class BackgroundHash: @unchecked Sendable {
    private struct Piece {
        var start: UnsafeRawPointer
        var count: Int
    }

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var thread = pthread_t()
    private var isRunning = false
    // Under the lock.
    private var waiting: [Piece] = []
    private var pending = 0
    private var isOver = false
    // Of the thread, until it has ended.
    private var hasher = SHA256()

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        stop()
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Takes a piece in at once; before any is handed in for later.
    func addNow(_ piece: UnsafeRawBufferPointer) {
        hasher.update(piece.bindMemory(to: UInt8.self))
    }

    func add(_ piece: UnsafeRawBufferPointer) {
        guard let start = piece.baseAddress else { return }
        if !isRunning { isRunning = begin() }
        guard isRunning else { return addNow(piece) }
        pthread_mutex_lock(lock)
        waiting.append(Piece(start: start, count: piece.count))
        pending += 1
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    /// Waits until at most so many pieces are not taken yet.
    func waitForPieces(atMost count: Int) {
        pthread_mutex_lock(lock)
        while pending > count { pthread_cond_wait(changed, lock) }
        pthread_mutex_unlock(lock)
    }

    /// In hexadecimal; nothing is handed in afterwards.
    func finish() -> String {
        stop()
        return hexadecimal(hasher.finish())
    }

    private func begin() -> Bool {
        let me = Unmanaged.passUnretained(self).toOpaque()
        return pthread_create(
            &thread, nil,
            { context in
                if let context {
                    Unmanaged<BackgroundHash>.fromOpaque(context).takeUnretainedValue().run()
                }
                return nil
            }, me) == 0
    }

    private func stop() {
        guard isRunning else { return }
        pthread_mutex_lock(lock)
        isOver = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
        pthread_join(thread, nil)
        isRunning = false
    }

    private func run() {
        while true {
            pthread_mutex_lock(lock)
            while waiting.isEmpty && !isOver { pthread_cond_wait(changed, lock) }
            let pieces = waiting
            waiting.removeAll()
            pthread_mutex_unlock(lock)
            if pieces.isEmpty { return }
            for piece in pieces {
                addNow(UnsafeRawBufferPointer(start: piece.start, count: piece.count))
                pthread_mutex_lock(lock)
                pending -= 1
                pthread_cond_broadcast(changed)
                pthread_mutex_unlock(lock)
            }
        }
    }
}
