using Tarn.Transform.Artifacts;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.UnitTests;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Runs one node: compiles it and hands it to its materialization.</summary>
internal sealed class NodeRunner(ParsedProject parsed, IWarehouse warehouse, Action<string> console, TimeProvider time)
{
    private readonly DateTime began = time.GetUtcNow().UtcDateTime;

    /// <summary>The span of microbatch models that the command line names.</summary>
    public (DateTime Start, DateTime End)? Window { get; init; }

    public NodeResult Run(DbtNode node, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var started = time.GetUtcNow();
        NodeResult Result(NodeStatus status, string? message, long? failures = null, long? rows = null) =>
            new(node, status, message, failures, rows, time.GetElapsedTime(start)) { Started = started };
        try
        {
            switch (node.ResourceType)
            {
                case "seed":
                    warehouse.CreateSchema(node.Schema, cancellationToken);
                    var loaded = SeedLoader.Load(node, warehouse, IsSet("EMPTY"), text => parsed.Options.Log("JinjaLogWarning", text), cancellationToken).RowsAffected;
                    return Result(NodeStatus.Success, $"{(IsFullRefresh(node) ? "CREATE" : "INSERT")} {loaded}", rows: loaded);
                case "unit_test":
                    return new UnitTestRun(parsed, node, warehouse, cancellationToken).Run() is { } difference ? Result(NodeStatus.Fail, difference, 1) : Result(NodeStatus.Pass, null, 0);
                case "exposure":
                    return Result(NodeStatus.NoOp, "NO-OP", 0);
                case "model" when MicrobatchRun.Applies(node):
                    return RunBatches(node, cancellationToken) with { Started = started, Elapsed = time.GetElapsedTime(start) };
            }

            node.CompiledCode = NodeCompiler.Compile(parsed, node, warehouse, cancellationToken);
            ArtifactWriter.WriteCompiled(parsed, node);
            var names = new RunNames(parsed, node, warehouse, cancellationToken);
            Materialize(node, names);
            if (node.ResourceType != "test")
            {
                return Result(NodeStatus.Success, "OK", rows: names.Adapter.LastResult?.RowsAffected);
            }

            var (status, failures) = Judge(node, names);
            var condition = status == NodeStatus.Warn || (status == NodeStatus.Fail && IsWarningFatal(node, names)) ? Text(node, "warn_if") : Text(node, "error_if");
            var message = status == NodeStatus.Pass ? null : $"Got {failures} result{(failures == 1 ? string.Empty : "s")}, configured to {(status == NodeStatus.Warn ? "warn" : "fail")} if {condition}";
            return Result(status, message, failures);
        }
        catch (DbtException error)
        {
            var message = error.Kind == DbtErrorKind.Database ? $"Database Error in {node.ResourceType} {node.Name} ({node.Path})\n  {error.Message}" : error.Message;
            return Result(NodeStatus.Error, message);
        }
        catch (JinjaException error)
        {
            return Result(NodeStatus.Error, $"{NodeFactory.Title(node)}\n  {DbtError.From(error, node.RawCode).Message}");
        }
    }

    private NodeResult RunBatches(DbtNode node, CancellationToken cancellationToken)
    {
        if (node.Config.TryGetValue("unique_key", out var key) && key is not null)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"{NodeFactory.Title(node)}\n  The incremental strategy 'microbatch' does not support 'unique_key'.");
        }

        var isThere = warehouse.Relations(node.Schema, cancellationToken).Any(r => !r.IsView && r.Name.Equals(node.Alias, StringComparison.OrdinalIgnoreCase));
        long rows = 0;
        var run = new MicrobatchRun(node, Window, began, Write, console, time);
        var batches = run.Run(isThere && !IsFullRefresh(node), out var error);
        var count = batches.Successful.Count + batches.Failed.Count;
        var (status, message) = batches.Failed.Count == 0 ? (NodeStatus.Success, "SUCCESS")
            : batches.Successful.Count == 0 ? (NodeStatus.Error, $"ERROR\n  {error}")
            : (NodeStatus.PartialSuccess, $"PARTIAL SUCCESS ({batches.Successful.Count}/{count})");
        if (status == NodeStatus.PartialSuccess)
        {
            console($"  {error}");
        }

        return new NodeResult(node, status, message, batches.Failed.Count, rows, TimeSpan.Zero) { Batches = batches };

        void Write(Batch batch, bool isIncremental)
        {
            node.CompiledCode = NodeCompiler.Compile(parsed, node, warehouse, batch, cancellationToken);
            ArtifactWriter.WriteCompiled(parsed, node);
            var names = new RunNames(parsed, node, warehouse, cancellationToken) { Window = batch };
            if (isIncremental)
            {
                names.Scope.Forced["is_incremental"] = new NativeFunction("is_incremental", (_, _) => true);
                names.Scope.Forced["should_full_refresh"] = new NativeFunction("should_full_refresh", (_, _) => false);
            }

            Materialize(node, names, batch);
            rows += names.Adapter.LastResult?.RowsAffected ?? 0;
        }
    }

    private bool IsSet(string flag) => parsed.Options.Flags.TryGetValue(flag, out var value) && PyIteration.IsTrue(value);

    private bool IsFullRefresh(DbtNode node) => node.Config.TryGetValue("full_refresh", out var configured) && configured is not null ? PyIteration.IsTrue(configured) : IsSet("FULL_REFRESH");

    private void Materialize(DbtNode node, RunNames names, Batch? batch = null)
    {
        names.Own["sql"] = node.CompiledCode;
        names.Own["compiled_code"] = node.CompiledCode;
        var value = NodeValue.Of(node);
        names.Own["model"] = value;
        if (batch is { } own)
        {
            value["batch"] = MicrobatchRun.Value(node, own);
        }

        var name = node.ResourceType == "test" ? "test" : node.Materialized;
        var macro = parsed.Macros.FindMaterialization(name, node.PackageName)
            ?? throw new DbtException(DbtErrorKind.Compilation, $"{NodeFactory.Title(node)}\n  No materialization '{name}' was found for adapter {MacroLibrary.Adapter}! (searched types 'default' and '{MacroLibrary.Adapter}')");
        RefuseUnbuilt(node);
        if (node.ResourceType != "test" || node.StoresFailures)
        {
            warehouse.CreateSchema(node.Schema, CancellationToken.None);
        }

        names.Scope.Function(macro).Call(new CallContext(DbtEnvironments.Text, null, false), Arguments.None);
    }

    /// <summary>A table must not look finished without what its model asks for.</summary>
    private static void RefuseUnbuilt(DbtNode node)
    {
        if (node.Materialized == "incremental" && node.Config.TryGetValue("incremental_strategy", out var strategy) && strategy is "insert_overwrite")
        {
            throw DbtException.NotYet(
                $"the incremental strategy 'insert_overwrite' of the {node.ResourceType} '{node.Name}' ({node.Path}); it was not built, and what {node.RelationName} held is as it was. Take it out of the configuration to build the model without");
        }
    }

    private (NodeStatus Status, long Failures) Judge(DbtNode node, RunNames names)
    {
        var table = names.Result("main")?["table"] as TableValue;
        if (table is null || table.Result.Rows.Count != 1 || table.Result.Columns.Count < 3)
        {
            throw new DbtException(DbtErrorKind.Database, $"dbt expected a single row with the columns failures, should_warn and should_error from test {node.Name}");
        }

        var row = table.Result.Rows[0];
        var failures = PyNumber.TryIndex(row[0], out var count) ? count : 0;
        if (IsError(node) && PyIteration.IsTrue(row[2]))
        {
            return (NodeStatus.Fail, failures);
        }

        return (!PyIteration.IsTrue(row[1]) ? NodeStatus.Pass : IsSet("WARN_ERROR") ? NodeStatus.Fail : NodeStatus.Warn, failures);
    }

    /// <summary>Whether a test fails only because warnings are errors.</summary>
    private bool IsWarningFatal(DbtNode node, RunNames names) => IsSet("WARN_ERROR")
        && !(IsError(node) && PyIteration.IsTrue(((TableValue)names.Result("main")!["table"]!).Result.Rows[0][2]));

    private static bool IsError(DbtNode node) => Text(node, "severity").Equals("ERROR", StringComparison.OrdinalIgnoreCase);

    private static string Text(DbtNode node, string key) => PyText.Str(node.Config.TryGetValue(key, out var value) ? value : null);
}
