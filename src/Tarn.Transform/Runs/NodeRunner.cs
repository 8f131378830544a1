using Tarn.Transform.Artifacts;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Runs one node: compiles it and hands it to its materialization.</summary>
internal sealed class NodeRunner(ParsedProject parsed, IWarehouse warehouse, TimeProvider time)
{
    public NodeResult Run(DbtNode node, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var started = time.GetUtcNow();
        NodeResult Result(NodeStatus status, string? message, long? failures = null, long? rows = null) =>
            new(node, status, message, failures, rows, time.GetElapsedTime(start)) { Started = started };
        try
        {
            if (node.ResourceType == "seed")
            {
                warehouse.CreateSchema(node.Schema, cancellationToken);
                var rows = SeedLoader.Load(node, warehouse, text => parsed.Options.Log("JinjaLogWarning", text), cancellationToken).RowsAffected;
                return Result(NodeStatus.Success, $"{(IsFullRefresh(node) ? "CREATE" : "INSERT")} {rows}", rows: rows);
            }

            node.CompiledCode = NodeCompiler.Compile(parsed, node, warehouse, cancellationToken);
            ArtifactWriter.WriteCompiled(parsed, node);
            if (node.IsEphemeral)
            {
                return Result(NodeStatus.Success, null);
            }

            var names = new RunNames(parsed, node, warehouse, cancellationToken);
            Materialize(node, names);
            if (node.ResourceType != "test")
            {
                return Result(NodeStatus.Success, "OK", rows: names.Adapter.LastResult?.RowsAffected);
            }

            var (status, failures) = Judge(node, names);
            var message = status == NodeStatus.Pass ? null : $"Got {failures} result{(failures == 1 ? string.Empty : "s")}, configured to {(status == NodeStatus.Warn ? $"warn if {Text(node, "warn_if")}" : $"fail if {Text(node, "error_if")}")}";
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

    private bool IsFullRefresh(DbtNode node) => node.Config.TryGetValue("full_refresh", out var configured) && configured is not null
        ? PyIteration.IsTrue(configured)
        : parsed.Options.Flags.TryGetValue("FULL_REFRESH", out var flag) && PyIteration.IsTrue(flag);

    private void Materialize(DbtNode node, RunNames names)
    {
        names.Own["sql"] = node.CompiledCode;
        names.Own["compiled_code"] = node.CompiledCode;
        names.Own["model"] = NodeValue.Of(node);
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

    /// <summary>A table must not look finished without what its model asks for: a contract, the window of its batches.</summary>
    private static void RefuseUnbuilt(DbtNode node)
    {
        string? Word(string key) => node.Config.TryGetValue(key, out var value) && value is not null ? PyText.Str(value) : null;
        var what = node.Config.TryGetValue("contract", out var contract) && contract is PyDict dict && dict.TryGetValue("enforced", out var enforced) && PyIteration.IsTrue(enforced) ? "an enforced 'contract'"
            : node.Materialized == "incremental" && Word("incremental_strategy") is "microbatch" or "insert_overwrite" ? $"the incremental strategy '{Word("incremental_strategy")}'"
            : null;
        if (what is not null)
        {
            throw DbtException.NotYet($"{what} of the {node.ResourceType} '{node.Name}' ({node.Path}); it was not built, and what {node.RelationName} held is as it was. Take it out of the configuration to build the model without");
        }
    }

    private static (NodeStatus Status, long Failures) Judge(DbtNode node, RunNames names)
    {
        var table = names.Result("main")?["table"] as TableValue;
        if (table is null || table.Result.Rows.Count != 1 || table.Result.Columns.Count < 3)
        {
            throw new DbtException(DbtErrorKind.Database, $"dbt expected a single row with the columns failures, should_warn and should_error from test {node.Name}");
        }

        var row = table.Result.Rows[0];
        var failures = PyNumber.TryIndex(row[0], out var count) ? count : 0;
        var severity = Text(node, "severity").ToUpperInvariant();
        if (severity == "ERROR" && PyIteration.IsTrue(row[2]))
        {
            return (NodeStatus.Fail, failures);
        }

        return (PyIteration.IsTrue(row[1]) ? NodeStatus.Warn : NodeStatus.Pass, failures);
    }

    private static string Text(DbtNode node, string key) => PyText.Str(node.Config.TryGetValue(key, out var value) ? value : null);
}
