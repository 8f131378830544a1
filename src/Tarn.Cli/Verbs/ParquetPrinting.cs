using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Cli.Terminal;
using Tarn.Engine.Sessions;
using Tarn.Operate.Jobs;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn sql --format parquet</c>: the executor writes a query's rows to a file of its own, which then goes where it was asked for.</summary>
static class ParquetPrinting
{
    public static Task RunAsync(ProjectHost project, Session session, string query, string? file, CancellationToken cancellationToken)
    {
        if (file is null && !Console.IsOutputRedirected) throw new UsageException("Parquet is nothing for a terminal: name a file with -o, or send the output to one.");
        return project.Jobs.RunAsync(new JobRequest(JobKind.Query, session.Principal, query, "cli"), async job =>
        {
            // The executor writes nowhere but below the folder of its process.
            var folder = Directory.CreateDirectory(Path.Combine(project.Lakehouse.Options.TemporaryFolder, "export")).FullName;
            var path = Path.Combine(folder, $"{job.Id}.parquet");
            try
            {
                using var display = new ProgressDisplay("query", project.Time);
                await using var result = await session.WriteParquetAsync(query, path, new JobProgressRelay(job, display), job.CancellationToken).ConfigureAwait(false);
                display.Dispose();
                await RowOutput.CopyAsync(path, file, job.CancellationToken).ConfigureAwait(false);
                RowOutput.PrintNotes(result);
                return true;
            }
            finally
            {
                File.Delete(path);
            }
        }, cancellationToken);
    }
}
