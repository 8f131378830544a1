using System.Diagnostics;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Storage.Local;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Scans.Hostile;

/// <summary>
/// Tables of the reference implementations of which one file is damaged, read from the metadata to the rows: the recorded rows or an error that says what is wrong, soon. Other rows are allowed
/// only where nothing can tell: bits flipped in a file without a checksum. More: <c>TARN_HOSTILE_ROUNDS=20000 TARN_HOSTILE_LOG=/tmp/last dotnet test --filter HostileTable</c>; the log names the
/// round and has its file, for a process that ended.
/// </summary>
public sealed class HostileTableTests : IDisposable
{
    static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TARN_HOSTILE_ROUNDS") ?? "120");

    static readonly int First = int.Parse(Environment.GetEnvironmentVariable("TARN_HOSTILE_FIRST") ?? "0");

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>On a loaded machine a reading may wait for its turn: only one that is slow each time is.</summary>
    const int Attempts = 3;

    readonly Results.Engine _engine = new();
    readonly TemporaryFolder _folder = new();
    readonly LocalObjectStore _store = new(new AllowedLocations(GoldenTable.Root, []));
    readonly ScanFunctions _functions;

    public HostileTableTests() => _functions = ScanFunctions.Install(_engine.Instance);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [SharedFact(GoldenTable.Needs)]
    public async Task A_table_with_a_damaged_file_gives_its_rows_or_an_error()
    {
        var tables = GoldenTable.Names().Select(GoldenTable.Load).Where(t => t.HasRows("current") && t.Metadata.CurrentSnapshot is not null).ToList();
        var (refused, right, other) = (0, 0, 0);
        var files = new Dictionary<string, List<(DamageKind Kind, string Location)>>();
        for (var round = First; round < First + Rounds; round++)
        {
            var table = tables[round % tables.Count];
            if (!files.TryGetValue(table.Name, out var all)) files.Add(table.Name, all = await FilesAsync(table));
            var random = new Random(round);
            var kinds = all.Select(f => f.Kind).Distinct().ToList();
            var kind = kinds[random.Next(kinds.Count)];
            var candidates = all.Where(f => f.Kind == kind).ToList();
            var location = candidates[random.Next(candidates.Count)].Location;
            var what = $"round {round}: {table.Name}, {kind} {location}";
            var (damaged, isCut) = Damage(await _store.ReadAsync(location, default), random);
            if (Environment.GetEnvironmentVariable("TARN_HOSTILE_LOG") is { } log)
            {
                await File.WriteAllTextAsync(log, what);
                await File.WriteAllBytesAsync($"{log}.damaged", damaged);
            }
            var answer = await AnswerAsync(table, location, damaged, what);
            if (answer is null) refused++;
            else if (answer.SequenceEqual(table.Rows("current"))) right++;
            else
            {
                other++;
                Assert.True(MayDiffer(kind, isCut), $"{what} ({(isCut ? "of another length" : "bits flipped")}): {answer.Count} rows, and not those that the table has");
            }
        }
        Assert.True(Rounds < 100 || (refused > Rounds / 5 && right > 0), $"{refused} refused, {right} right, {other} other rows");
    }

    /// <summary>Vectors have a checksum; of manifests, data files and delete files the table says the length.</summary>
    static bool MayDiffer(DamageKind kind, bool isCut) => kind switch
    {
        DamageKind.Metadata or DamageKind.ManifestList => true,
        DamageKind.Vector => false,
        _ => !isCut,
    };

    async Task<List<(DamageKind Kind, string Location)>> FilesAsync(GoldenTable table)
    {
        var files = new List<(DamageKind, string)> { (DamageKind.Metadata, table.MetadataFile) };
        var snapshot = table.Metadata.CurrentSnapshot!;
        if (snapshot.ManifestList is { } list) files.Add((DamageKind.ManifestList, list));
        var manifests = await SnapshotManifests.ReadAsync(_store, snapshot, default);
        // An old v1 snapshot names its manifests without their lengths.
        files.AddRange(manifests.Where(_ => snapshot.ManifestList is not null).Select(m => (DamageKind.Manifest, m.ManifestPath)));
        foreach (var task in (await new TableScan(table.Metadata, _store).PlanAsync(default)).Tasks)
        {
            files.Add((DamageKind.Data, task.File.FilePath));
            files.AddRange(task.Deletes.Select(d => (d.IsDeletionVector ? DamageKind.Vector : DamageKind.Deletes, d.FilePath)));
        }
        return [.. files.Distinct()];
    }

    /// <summary>The rows; null where the damage is noticed.</summary>
    async Task<List<string>?> AnswerAsync(GoldenTable table, string location, byte[] content, string what)
    {
        var path = _folder.File($"{Guid.NewGuid():N}{Path.GetExtension(location)}");
        await File.WriteAllBytesAsync(path, content);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var watch = Stopwatch.StartNew();
                var answer = await TryReadAsync(table, new DamagedObjectStore(_store, location, content, path), location, content, what);
                if (watch.Elapsed < Limit) return answer;
                Assert.True(attempt < Attempts, $"{what} took {watch.Elapsed}, {attempt} times");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    async Task<List<string>?> TryReadAsync(GoldenTable table, DamagedObjectStore store, string location, byte[] content, string what)
    {
        try
        {
            var metadata = location == table.MetadataFile ? TableMetadata.FromJsonBytes(content) : table.Metadata;
            var plan = await new TableScan(metadata, store).PlanAsync(default);
            using var scan = await new ScanBuilder(store, _functions, new ReadableFiles(store, _folder.File("copies"))).BuildAsync(metadata, plan, _engine.Connection, ScanOptions.Default, default);
            using var result = await _engine.Connection.QueryAsync(scan.Sql, null, default);
            var rows = new List<string>();
            await foreach (var batch in ResultBatch.ReadAsync(result, default)) CanonicalRows.Add(rows, batch, plan.Schema.Fields);
            return [.. CanonicalRows.Sorted(rows)];
        }
        catch (Exception e) when (e is IcebergException or EngineException { Kind: not EngineErrorKind.Internal })
        {
            return null;
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
            throw;
        }
    }

    static (byte[] Content, bool IsCut) Damage(ReadOnlyMemory<byte> content, Random random)
    {
        var bytes = content.ToArray();
        switch (random.Next(5))
        {
            case 0: return (bytes[..random.Next(bytes.Length)], true);
            // What is appended in blocks is likeliest to be whole where a block ends.
            case 1 when AvroEnds(bytes) is { Count: > 0 } ends: return (bytes[..ends[random.Next(ends.Count)]], true);
            case 1:
                var (at, put) = (random.Next(bytes.Length), new byte[random.Next(1, 9)]);
                random.NextBytes(put);
                return ([.. bytes[..at], .. put, .. bytes[at..]], true);
            default:
                for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return (bytes, false);
        }
    }

    /// <summary>Where the header and the blocks of an Avro file end, its own end left out.</summary>
    static List<int> AvroEnds(byte[] bytes)
    {
        var ends = new List<int>();
        if (!bytes.AsSpan().StartsWith("Obj\u0001"u8)) return ends;
        var sync = bytes.AsSpan()[^16..];
        for (var at = 0; bytes.AsSpan(at).IndexOf(sync) is >= 0 and var found; at += found + 16) ends.Add(at + found + 16);
        ends.RemoveAt(ends.Count - 1);
        return ends;
    }
}
