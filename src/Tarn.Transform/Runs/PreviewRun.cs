using Tarn.Transform.Graph;
using Tarn.Transform.Projects;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Reads the first rows of a node's query, which builds nothing; of a seed its table.</summary>
internal sealed class PreviewRun(ParsedProject parsed, IWarehouse warehouse, TimeProvider time)
{
    public (NodeResult Result, WarehouseRows Rows) Run(DbtNode node, int limit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            node.CompiledCode = node.ResourceType == "seed" ? $"select * from {node.RelationName}" : NodeCompiler.Compile(parsed, node, warehouse, cancellationToken);
            var rows = warehouse.Run(Limited(node.CompiledCode, limit), fetch: true, cancellationToken);
            return (new NodeResult(node, NodeStatus.Success, null, null, null, time.GetElapsedTime(start)), rows);
        }
        catch (DbtException error) when (error.Kind == DbtErrorKind.Database)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Runtime Error\n  Runtime Error in {node.ResourceType} {node.Name} ({node.Path})\n    {error.Message.Replace("\n", "\n    ", StringComparison.Ordinal)}", error);
        }
    }

    /// <summary>As dbt: a limit behind the text; below zero for none.</summary>
    public static string Limited(string query, int limit) => limit < 0 ? query : $"{query.TrimEnd().TrimEnd(';')}\nlimit {limit}";
}
