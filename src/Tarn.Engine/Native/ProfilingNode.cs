using System.Collections.Immutable;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>An operator of the last statement's plan with its metrics as the executor prints them.</summary>
/// <remarks>For Parquet, OPERATOR_ROWS_SCANNED is the estimate and TOTAL_BYTES_READ leaves out most reads of local files: Tarn counts its own.</remarks>
public sealed record ProfilingNode(ImmutableDictionary<string, string> Metrics, ImmutableArray<ProfilingNode> Children)
{
    internal static ProfilingNode Read(nint node)
    {
        var children = ImmutableArray.CreateBuilder<ProfilingNode>();
        var count = ProfilingInfo.ChildCount(node);
        for (ulong i = 0; i < count; i++) children.Add(Read(ProfilingInfo.Child(node, i)));
        return new ProfilingNode(ReadMetrics(node), children.ToImmutable());
    }

    static ImmutableDictionary<string, string> ReadMetrics(nint node)
    {
        using var map = ProfilingInfo.Metrics(node);
        var metrics = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var count = Values.MapSize(map);
        for (ulong i = 0; i < count; i++)
        {
            using var key = Values.MapKey(map, i);
            using var value = Values.MapValue(map, i);
            metrics[Text(key)] = Text(value);
        }
        return metrics.ToImmutable();
    }

    static string Text(ValueHandle value) => value.IsInvalid ? "" : NativeText.Owned(Values.GetVarchar(value));
}
