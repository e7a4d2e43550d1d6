import Dispatch

/// Runs tasks one after the other in the order in which they become ready, so that a run can be repeated exactly.
final class SerialExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "simulation")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
