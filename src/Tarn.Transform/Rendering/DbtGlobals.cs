using Tarn.Transform.Jinja.Filters;

namespace Tarn.Transform.Rendering;

/// <summary>Jinja's own global functions, which dbt leaves in place.</summary>
internal static class DbtGlobals
{
    public static IReadOnlyDictionary<string, object?> All => BuiltinGlobals.All;
}
