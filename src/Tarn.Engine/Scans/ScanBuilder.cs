using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Files;
using Tarn.Engine.Scans.Variants;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Scans;

/// <summary>Makes the executor's SQL for a planned scan of a table. One per instance of the executor.</summary>
public sealed class ScanBuilder(IObjectStore store, ScanFunctions functions, ReadableFiles files)
{
    /// <summary>Files of more shapes than this are read together, by their ids.</summary>
    const int MaxParts = 4;

    /// <summary>More large files with deleted rows than this are read together.</summary>
    const int MaxAlone = 16;

    /// <summary>Rows of a file that is worth a branch of its own: the branch costs the plan a third of a millisecond, and saves as much on half a million rows.</summary>
    const long MinAlone = 500_000;

    readonly PhysicalSchemas _physical = new();
    readonly PlainShapes _plain = new();
    readonly VariantInspection _variants = new(files, new PhysicalSchemas());

    /// <summary>Brings the files near, reads the deletes, and writes the query.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="plan">Which files, under which schema.</param>
    /// <param name="connection">For reading delete files and footers; free to use, and not the one that will run the query.</param>
    /// <param name="options">Further columns.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    /// <exception cref="EngineException">The table holds something that the executor cannot read.</exception>
    public async Task<ExecutableScan> BuildAsync(
        TableMetadata metadata, ScanPlan plan, Connection connection, ScanOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(plan);
        if (!options.NamesApart) NamesApart.Require(plan.Schema);
        plan = plan with { Schema = NamesApart.Of(plan.Schema) };
        // A file without rows need not be there: the reference records such files though it never wrote them.
        if (plan.Tasks.Any(t => t.File.RecordCount == 0)) plan = plan with { Tasks = [.. plan.Tasks.Where(t => t.File.RecordCount != 0)] };
        if (plan.Tasks.IsEmpty) return new ExecutableScan(ScanSql.Empty(metadata, plan.Schema, options), [], static () => { });
        var paths = await LocalPathsAsync(plan.Tasks, connection, cancellationToken).ConfigureAwait(false);
        var deleted = await new DeleteReader(store, files, connection).ReadAsync(plan.Tasks, cancellationToken).ConfigureAwait(false);
        if (!options.Without.IsEmpty) deleted = [.. deleted.Select((rows, i) => Without(plan.Tasks[i].File, rows, options))];
        var groups = await GroupAsync(metadata, plan, paths, connection, cancellationToken).ConfigureAwait(false);
        if (!options.WithLineage) groups = await SplitAsync(groups, connection, cancellationToken).ConfigureAwait(false);
        // A statement that changes rows reads more slowly so: in its join one of the executor's threads would wait.
        if (!options.WithAddress) groups = [.. groups.SelectMany(g => ByDeletes(g, deleted))];
        var state = Order(plan, groups, deleted, await VariantRowsAsync(metadata, plan, groups, connection, cancellationToken).ConfigureAwait(false));
        var handle = functions.Add(state);
        try
        {
            var sql = new ScanSql(metadata, plan, options, new EqualityDeletes(files, _physical, connection, metadata, plan.Schema), new PlainReading(_physical, _plain, connection), state, handle);
            var branches = new List<string>();
            var offset = 0;
            foreach (var group in groups)
            {
                branches.Add(await sql.BranchAsync(group, offset, cancellationToken).ConfigureAwait(false));
                offset += group.Tasks.Length;
            }
            return new ExecutableScan(string.Join("\nUNION ALL\n", branches), [.. groups.SelectMany(g => g.Tasks)], () => functions.Remove(handle));
        }
        catch
        {
            functions.Remove(handle);
            throw;
        }
    }

    static DeletedRows? Without(DataFile file, DeletedRows? deleted, ScanOptions options)
    {
        if (!options.Without.TryGetValue(file.FilePath, out var further)) return deleted;
        deleted ??= new DeletedRows(file.RecordCount);
        deleted.Add(further);
        return deleted;
    }

    /// <summary>The state by the place that each file has in the SQL, which is by groups.</summary>
    static ScanState Order(ScanPlan plan, ImmutableArray<ScanGroup> groups, ImmutableArray<DeletedRows?> deleted, ImmutableArray<ImmutableDictionary<int, VariantRows>?> variants)
    {
        var order = groups.SelectMany(g => g.Indexes).ToList();
        return new ScanState(
            [.. order.Select(i => deleted[i])], [.. order.Select(i => plan.Tasks[i].File.FirstRowId)], [.. order.Select(i => plan.Tasks[i].DataSequenceNumber)],
            [.. groups.SelectMany(g => g.Paths)])
        {
            Variants = [.. order.Select(i => variants.IsEmpty ? null : variants[i])],
        };
    }

    async Task<ImmutableArray<ImmutableDictionary<int, VariantRows>?>> VariantRowsAsync(TableMetadata metadata, ScanPlan plan, ImmutableArray<ScanGroup> groups, Connection connection, CancellationToken cancellationToken)
    {
        if (!VariantInspection.IsNeeded(plan.Schema)) return [];
        var names = FieldMapping.Parse(metadata.Properties.GetValueOrDefault(FieldMapping.Property));
        var rows = new ImmutableDictionary<int, VariantRows>?[plan.Tasks.Length];
        foreach (var group in groups)
            foreach (var (i, task) in group.Indexes.Zip(group.Tasks))
            {
                var mapping = group.Physical is { } root ? FieldMapping.Of(root, names, task.File, plan.Schema) : null;
                rows[i] = VariantReading.ByField(plan.Schema, await _variants.ReadAsync(connection, task.File, cancellationToken).ConfigureAwait(false), group.Physical, mapping);
            }
        return [.. rows];
    }

    async Task<ImmutableArray<string>> LocalPathsAsync(ImmutableArray<FileScanTask> tasks, Connection connection, CancellationToken cancellationToken)
    {
        var paths = ImmutableArray.CreateBuilder<string>(tasks.Length);
        foreach (var task in tasks) paths.Add(await files.PathAsync(connection, task.File, cancellationToken).ConfigureAwait(false));
        return paths.MoveToImmutable();
    }

    async Task<ImmutableArray<ScanGroup>> GroupAsync(
        TableMetadata metadata, ScanPlan plan, ImmutableArray<string> paths, Connection connection, CancellationToken cancellationToken)
    {
        var lookAtAll = metadata.Properties.ContainsKey(FieldMapping.Property) || NestedHistory.IsAmbiguous(metadata, plan.Schema) || PromotedColumns.MayBeNarrower(metadata, plan.Schema)
            || EqualityDeletes.CompareDropped(plan);
        var specs = metadata.PartitionSpecs.ToDictionary(s => s.SpecId);
        var looked = Enumerable.Range(0, plan.Tasks.Length)
            .Where(i => lookAtAll || ReadableFiles.IsConverted(plan.Tasks[i].File) || MayLackPartitionColumn(plan.Tasks[i].File, specs, plan.Schema)).ToList();
        var roots = await _physical.ReadAsync(connection, [.. looked.Select(i => paths[i])], cancellationToken).ConfigureAwait(false);
        var physical = new PhysicalField?[plan.Tasks.Length];
        for (var n = 0; n < looked.Count; n++) physical[looked[n]] = roots[n];
        await AddOthersAsync(paths, physical, plan.Schema, connection, cancellationToken).ConfigureAwait(false);
        var mapping = FieldMapping.Parse(metadata.Properties.GetValueOrDefault(FieldMapping.Property));
        string Shape(PhysicalField? root, DataFile file) => root is null ? ""
            : LacksPartitionColumn(root, file, specs, plan.Schema, mapping) ? $"{root.Signature()}|{file.SpecId}|{PartitionKey(file)}"
            : root.Signature();
        return
        [
            .. Enumerable.Range(0, plan.Tasks.Length)
                .GroupBy(i => (Shape(physical[i], plan.Tasks[i].File), plan.Tasks[i].File.Format, EqualityDeletes.KeyOf(plan.Tasks[i].Deletes)))
                .Select(g => new ScanGroup([.. g], [.. g.Select(i => plan.Tasks[i])], [.. g.Select(i => paths[i])], g.Key.Format is FileFormat.Orc ? physical[g.First()]?.OnWall() : physical[g.First()])),
        ];
    }

    /// <summary>Puts in the files that carry no field ids, and those whose columns are of other types than the table's. Of many files the first speaks for the others: who imports one so imports all.</summary>
    async Task AddOthersAsync(ImmutableArray<string> paths, PhysicalField?[] physical, Schema schema, Connection connection, CancellationToken cancellationToken)
    {
        var looked = paths.Length <= PlainReading.MaxFiles ? paths : paths[..1];
        var roots = await _physical.ReadAsync(connection, looked, cancellationToken).ConfigureAwait(false);
        var others = Others(roots, schema);
        if (others.Count == 0) return;
        if (looked.Length < paths.Length)
        {
            roots = await _physical.ReadAsync(connection, paths, cancellationToken).ConfigureAwait(false);
            others = Others(roots, schema);
        }
        for (var i = 0; i < roots.Length; i++)
            if (others.Contains(roots[i])) physical[i] = roots[i];
    }

    /// <summary>The shapes among them, which are one object each, that cannot be read by ids and the table's types alone.</summary>
    static HashSet<PhysicalField> Others(ImmutableArray<PhysicalField> roots, Schema schema)
    {
        var shapes = new HashSet<PhysicalField>(roots, ReferenceEqualityComparer.Instance);
        _ = shapes.RemoveWhere(r => r.HasIds && !r.HasOther(schema.Fields));
        return shapes;
    }

    async Task<ImmutableArray<ScanGroup>> SplitAsync(ImmutableArray<ScanGroup> groups, Connection connection, CancellationToken cancellationToken)
    {
        var parts = ImmutableArray.CreateBuilder<ScanGroup>(groups.Length);
        foreach (var group in groups) parts.AddRange(await SplitAsync(group, connection, cancellationToken).ConfigureAwait(false));
        return parts.DrainToImmutable();
    }

    /// <summary>Parts of a group that are alike in every word of their footers: each may be read as it is, where the whole could not. After a MERGE a table has old files, and new ones with row ids.</summary>
    async Task<IEnumerable<ScanGroup>> SplitAsync(ScanGroup group, Connection connection, CancellationToken cancellationToken)
    {
        if (group.Paths.Length is 1 or > PlainReading.MaxFiles) return [group];
        var roots = await _physical.ReadAsync(connection, group.Paths, cancellationToken).ConfigureAwait(false);
        var parts = Enumerable.Range(0, roots.Length).GroupBy(i => roots[i].ExactSignature).ToArray();
        return parts.Length is 1 or > MaxParts
            ? [group]
            : parts.Select(p => group.Part([.. p]));
    }

    /// <summary>
    /// Files without deleted rows apart, as they need no look-up, and large ones with deleted rows one by one: a look-up that names its file by a constant is a condition on one column, which the
    /// executor's reader applies itself, before it hands rows on.
    /// </summary>
    static IEnumerable<ScanGroup> ByDeletes(ScanGroup group, ImmutableArray<DeletedRows?> deleted)
    {
        var places = Enumerable.Range(0, group.Tasks.Length).ToLookup(i => deleted[group.Indexes[i]] is not null);
        var large = places[true].Where(i => group.Tasks[i].File.RecordCount >= MinAlone).ToArray();
        if (large.Length > MaxAlone) large = [];
        int[][] parts = [[.. places[false]], [.. places[true].Except(large)], .. large.Select(i => new[] { i })];
        return parts.Where(p => p.Length > 0).Select(p => group.Part(p));
    }

    /// <summary>Files that were imported may leave out what their partition says. A count of the column's values proves that it is there.</summary>
    static bool MayLackPartitionColumn(DataFile file, Dictionary<int, PartitionSpec> specs, Schema schema) =>
        specs.TryGetValue(file.SpecId, out var spec)
        && spec.Fields.Any(f => f.Transform is IdentityTransform && schema.FindField(f.SourceId) is not null && file.ValueCounts[f.SourceId] is null);

    /// <summary>Files of one shape whose partitions differ are read apart only where the partition's values stand in for columns.</summary>
    static bool LacksPartitionColumn(PhysicalField root, DataFile file, Dictionary<int, PartitionSpec> specs, Schema schema, FieldMapping? mapping) =>
        specs.TryGetValue(file.SpecId, out var spec)
        && spec.Fields.Any(f => f.Transform is IdentityTransform && schema.FindField(f.SourceId) is { } column && FieldMapping.Find(root, column, FieldMapping.Of(root, mapping, file, schema)) is null);

    static string PartitionKey(DataFile file) => string.Join('\u001f', file.Partition.Values.Select(v => v is byte[] b ? Convert.ToHexString(b) : $"{v?.GetType().Name}{v}"));
}
