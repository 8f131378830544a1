using System.Diagnostics;

namespace Tarn.Operate.Metrics;

/// <summary>The process itself, under the names that Prometheus' client libraries have agreed on.</summary>
public static class ProcessMetrics
{
    public static void Register(MetricRegistry registry)
    {
        var cpu = registry.Counter("process_cpu_seconds_total", "User and system time of this process.");
        var resident = registry.Gauge("process_resident_memory_bytes", "Memory of this process that is in RAM.");
        var start = registry.Gauge("process_start_time_seconds", "When this process started, in seconds since 1970.");
        var files = registry.Gauge("process_open_fds", "Open file descriptors.");
        var threads = registry.Gauge("dotnet_threadpool_threads", "Threads of the pool.");
        var queue = registry.Gauge("dotnet_threadpool_queue_length", "Work items that wait for a thread of the pool.");
        var heap = registry.Gauge("dotnet_gc_heap_bytes", "Managed heap after the last collection.");
        var collections = registry.Gauge("dotnet_gc_collections", "Collections since the start, by generation.", "generation");
        var pause = registry.Counter("dotnet_gc_pause_seconds_total", "Time that collections held the process.");
        registry.OnCollect(() =>
        {
            using var process = Process.GetCurrentProcess();
            cpu.Set(process.TotalProcessorTime.TotalSeconds);
            resident.Set(process.WorkingSet64);
            start.Set(new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
            if (OperatingSystem.IsLinux()) files.Set(Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
            threads.Set(ThreadPool.ThreadCount);
            queue.Set(ThreadPool.PendingWorkItemCount);
            heap.Set(GC.GetGCMemoryInfo().HeapSizeBytes);
            for (var generation = 0; generation <= GC.MaxGeneration; generation++)
                collections.Set(GC.CollectionCount(generation), generation.ToString());
            pause.Set(GC.GetTotalPauseDuration().TotalSeconds);
        });
    }
}
