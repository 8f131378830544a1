using Tarn.Transform.Artifacts;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary><c>run-operation</c>: calls one macro with arguments.</summary>
internal sealed class OperationRun(ParsedProject parsed, IWarehouse warehouse, Action<string> console, TimeProvider time)
{
    public DbtOutcome Run(DbtArguments arguments, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var parts = (arguments.Macro ?? throw new DbtException(DbtErrorKind.Usage, "A macro name must be passed to run-operation")).Split('.', 2);
        var macro = parts.Length == 2 ? parsed.Macros.Find(parts[0], parts[1]) : parsed.Macros.Find(parsed.Root.Name, parts[0]) ?? parsed.Macros.All.FirstOrDefault(m => m.Name == parts[0]);
        if (macro is null)
        {
            console("[ERROR]: Encountered an error while running operation: Runtime Error");
            console($"  dbt could not find a macro with the name \"{parts[^1]}\" in any package");
            throw new DbtException(
                DbtErrorKind.Compilation,
                $"dbt could not find a macro with the name '{parts[^1]}' in any package. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with \"dbt deps\".");
        }

        var node = Node(macro);
        var failure = Call(macro, node, arguments.MacroArguments, cancellationToken);
        if (failure is not null)
        {
            foreach (var line in $"[ERROR]: Encountered an error while running operation: {failure}".Split('\n'))
            {
                console(line);
            }
        }

        var result = new NodeResult(node, failure is null ? NodeStatus.Success : NodeStatus.Error, failure, failure is null ? 0 : 1, null, time.GetElapsedTime(start));
        ArtifactWriter.WriteManifest(parsed, time);
        ArtifactWriter.WriteResults(parsed, [result], arguments, time.GetElapsedTime(start), time);
        return failure is null ? new DbtOutcome(0, [result]) : new DbtOutcome(1, [result], new DbtException(DbtErrorKind.RunFailed, failure));
    }

    private string? Call(SourceMacro macro, DbtNode node, PyDict arguments, CancellationToken cancellationToken)
    {
        try
        {
            var names = new RunNames(parsed, node, warehouse, cancellationToken);
            names.Scope.Function(macro).Call(new CallContext(DbtEnvironments.Text, null, false), new Arguments([], [.. arguments.Pairs.Select(p => KeyValuePair.Create(PyText.Str(p.Key), p.Value))]));
            return null;
        }
        catch (JinjaException error)
        {
            return $"Compilation Error in macro {macro.Name} ({macro.Path})\n  {DbtError.From(error, macro.Block.Text).Message}";
        }
        catch (DbtException error)
        {
            return error.Kind == DbtErrorKind.Database ? $"Runtime Error\n  {error.Message.Replace("\n", "\n  ", StringComparison.Ordinal)}" : error.Message;
        }
    }

    /// <summary>The macro as results name it.</summary>
    private DbtNode Node(SourceMacro macro) => new()
    {
        UniqueId = macro.UniqueId,
        ResourceType = "operation",
        Name = macro.Name,
        Project = parsed.Projects.FirstOrDefault(p => p.Name == macro.Package) ?? parsed.Root,
        Path = macro.Path,
        Fqn = macro.UniqueId.Split('.'),
        Database = parsed.Options.Database,
        Schema = parsed.Options.Schema,
        Alias = macro.Name,
    };
}
