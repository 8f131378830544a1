using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Jinja's filters.</summary>
internal static class BuiltinFilters
{
    public static readonly IReadOnlyDictionary<string, NativeFunction> All = Make();

    private static Dictionary<string, NativeFunction> Make()
    {
        var table = new FilterTable();
        TextFilters.AddTo(table);
        HtmlFilters.AddTo(table);
        NumberFilters.AddTo(table);
        SequenceFilters.AddTo(table);
        SelectionFilters.AddTo(table);
        return table.Filters;
    }
}
