using System.CommandLine;
using System.Globalization;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Cli.Terminal;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Ingest.Generation;
using Tarn.Operate.Jobs;
using Tarn.Project.Yaml;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn generate --rows N --column name:type[:distribution] … (--output FILE | --table NS.TABLE)</c>: made-up data, the same for the same options.</summary>
static class GenerateVerb
{
    static readonly Option<string[]> Columns = new("--column", "-c")
    {
        Description = "name:type[:distribution][:nulls=share], such as id:long:sequence or country:string:choice(de,fr). May be given again and again.",
        HelpName = "COLUMN",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> Schema = new("--schema") { Description = "Read columns and all else from a YAML file; options given here win.", HelpName = "FILE" };
    static readonly Option<long?> Rows = new("--rows") { Description = "How many rows." };
    static readonly Option<string?> Bytes = new("--bytes") { Description = "About how much to write, such as 500MB or 2GiB.", HelpName = "SIZE" };
    static readonly Option<int?> Days = new("--days") { Description = "Days that times are spread over (default: 30)." };
    static readonly Option<string?> Start = new("--start") { Description = "The first of them (default: 2026-01-01).", HelpName = "DAY" };
    static readonly Option<int?> Partitions = new("--partitions") { Description = "Add a column \"partition\" with so many values, and partition by it." };
    static readonly Option<string[]> PartitionBy = new("--partition-by") { Description = "A partition term of a table that is created, such as day(ordered_at).", HelpName = "TERM" };
    static readonly Option<double?> Skew = new("--skew") { Description = "Exponent of Zipf's law for partitions and choices (default: 0, all alike)." };
    static readonly Option<long?> Seed = new("--seed") { Description = "Another seed, other values (default: 0)." };
    static readonly Option<string?> Target = new("--output", "-o") { Description = "Write a file; its suffix says what, .parquet or .csv.", HelpName = "FILE" };
    static readonly Option<GeneratedFormat?> Format = new("--format") { Description = "What to write where the suffix does not say." };
    static readonly Option<string?> Table = new("--table") { Description = "Append to a table, which is created if needed.", HelpName = "NS.TABLE" };
    static readonly Option<int?> Threads = new("--threads") { Description = "Threads for files (default: one a processor). The data does not depend on it." };

    static readonly ResultSchema Answer = new(("target", TypeId.Varchar), ("rows", TypeId.BigInt), ("bytes", TypeId.BigInt), ("snapshot", TypeId.BigInt));

    public static Command Create() => Verb.Create(
        "generate", "Make data up: as a file, or into a table.", RunAsync,
        Columns, Schema, Rows, Bytes, Days, Start, Partitions, PartitionBy, Skew, Seed, Target, Format, Table, Threads);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var options = Read(context.Parsed);
        if (options.Problem() is { } problem) throw new UsageException(problem);
        var (file, table) = (context.Parsed.GetValue(Target), context.Parsed.GetValue(Table));
        if (file is null == table is null) throw new UsageException("Say where to: either --output FILE or --table NS.TABLE.");
        var outcome = file is not null
            ? await WriteAsync(context.Parsed, options, file, cancellationToken).ConfigureAwait(false)
            : await LoadAsync(context, options, table!, cancellationToken).ConfigureAwait(false);
        if (context.Json) await RowOutput.PrintAsync(Answer, [[file ?? table, outcome.Rows, outcome.Bytes, outcome.SnapshotId]], json: true, cancellationToken).ConfigureAwait(false);
        else Console.WriteLine($"{file ?? table}: {outcome.Rows:N0} rows, {outcome.Bytes:N0} bytes");
        return ExitCode.Success;
    }

    static async Task<GenerationOutcome> WriteAsync(ParseResult parsed, GenerationOptions options, string file, CancellationToken cancellationToken)
    {
        using var display = new ProgressDisplay("generate", TimeProvider.System);
        return await new DataGeneration(options, TimeProvider.System)
            .WriteFilesAsync(file, FormatOf(parsed, file), parsed.GetValue(Threads), display, cancellationToken).ConfigureAwait(false);
    }

    static async Task<GenerationOutcome> LoadAsync(VerbContext context, GenerationOptions options, string table, CancellationToken cancellationToken)
    {
        var identifier = TableName.Of(table);
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await project.Jobs.RunAsync(new JobRequest(JobKind.Generate, ProjectHost.Principal, table, "cli"), async job =>
        {
            using var display = new ProgressDisplay($"generate {table}", project.Time);
            return await new DataGeneration(options, project.Time)
                .LoadAsync(project.Lakehouse, ProjectHost.Principal, identifier, new JobProgressRelay(job, display), job.CancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    static GenerationOptions Read(ParseResult parsed)
    {
        var file = parsed.GetValue(Schema) is { } path ? GenerationOptions.Load(path) : new GenerationOptions();
        var (rows, bytes) = (parsed.GetValue(Rows), parsed.GetValue(Bytes));
        var options = file with
        {
            Days = parsed.GetValue(Days) ?? file.Days,
            Start = parsed.GetValue(Start) is { } start ? DayOf(start) : file.Start,
            Partitions = parsed.GetValue(Partitions) ?? file.Partitions,
            Skew = parsed.GetValue(Skew) ?? file.Skew,
            Seed = parsed.GetValue(Seed) ?? file.Seed,
        };
        if (rows is not null || bytes is not null) options = options with { Rows = rows, Bytes = bytes is null ? null : SizeOf(bytes) };
        if (parsed.GetValue(Columns) is { Length: > 0 } columns) options = options with { Columns = [.. columns.Select(ColumnOf)] };
        return parsed.GetValue(PartitionBy) is { Length: > 0 } terms ? options with { PartitionBy = [.. terms] } : options;
    }

    static GeneratedColumn ColumnOf(string text)
    {
        try
        {
            return GeneratedColumn.Parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--column {text}: {e.Message}.");
        }
    }

    static long SizeOf(string text) => ByteSize.TryParse(text, out var size) ? size.Bytes : throw new UsageException($"--bytes {text}: a size such as 500MB or 2GiB is expected.");

    static DateOnly DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day : throw new UsageException($"--start {text}: a day such as 2026-01-31 is expected.");

    static GeneratedFormat FormatOf(ParseResult parsed, string file) => parsed.GetValue(Format) ?? Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".parquet" => GeneratedFormat.Parquet,
        ".csv" => GeneratedFormat.Csv,
        _ => throw new UsageException($"{file} says by no suffix what to write: add --format parquet or --format csv."),
    };
}
