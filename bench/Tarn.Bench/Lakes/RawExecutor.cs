using Tarn.Engine.Native;
using Tarn.Engine.Results;

namespace Tarn.Bench.Lakes;

/// <summary>Side B: the executor alone, resident in the same process, with the settings that Tarn gives its own.</summary>
sealed class RawExecutor : IQuerySide, IDisposable
{
    static readonly string[] Settings =
    [
        "SET enable_progress_bar = true", "SET enable_progress_bar_print = false", "SET progress_bar_time = 0", "SET GLOBAL TimeZone = 'UTC'",
        "SET GLOBAL parquet_metadata_cache = true", "SET GLOBAL validate_external_file_cache = 'NO_VALIDATION'",
    ];

    readonly Instance _instance;
    readonly Connection _connection;

    RawExecutor(Instance instance) => (_instance, _connection) = (instance, instance.Connect());

    public Connection Connection => _connection;

    public static RawExecutor Open(string folder, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var all = new Dictionary<string, string> { ["temp_directory"] = Directory.CreateDirectory(folder).FullName };
        foreach (var (name, value) in settings) all[name] = value;
        var raw = new RawExecutor(Instance.Open(null, all));
        foreach (var statement in Settings) raw.Execute(statement);
        return raw;
    }

    /// <summary>A view over files: as close to a table as the executor comes without a catalog.</summary>
    public void View(string name, IEnumerable<string> files) =>
        Execute($"CREATE OR REPLACE VIEW {Identifiers.Quote(name)} AS SELECT * FROM read_parquet([{string.Join(", ", files.Select(Identifiers.Literal))}], hive_partitioning = false)");

    public void Execute(string sql) => _ = _connection.Execute(sql, CancellationToken.None);

    public async Task<long> RunAsync(string sql, CancellationToken cancellationToken)
    {
        using var result = await _connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        var rows = 0L;
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false)) rows += batch.RowCount;
        return rows;
    }

    public async Task<string> AnswerAsync(string sql, CancellationToken cancellationToken)
    {
        using var result = await _connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        return await Answers.DigestAsync(ResultBatch.ReadAsync(result, cancellationToken)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _instance.Dispose();
    }
}
