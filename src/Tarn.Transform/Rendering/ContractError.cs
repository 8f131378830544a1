using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>The error for a model whose columns are not those of its contract.</summary>
internal static class ContractError
{
    public static JinjaException Make(PyList expected, PyList actual)
    {
        var wanted = Columns(expected);
        var found = Columns(actual);
        var names = wanted.Keys.Union(found.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var name in names)
        {
            var definition = found.GetValueOrDefault(name, string.Empty);
            var contract = wanted.GetValueOrDefault(name, string.Empty);
            var reason = definition.Length == 0 ? "missing in definition" : contract.Length == 0 ? "missing in contract" : "data type mismatch";
            if (definition != contract)
            {
                lines.Add($"| {name} | {definition} | {contract} | {reason} |");
            }
        }

        const string Head = "This model has an enforced contract that failed.\nPlease ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n\n";
        return new JinjaException("ContractError", Head + "| column_name | definition_type | contract_type | mismatch_reason |\n" + string.Join('\n', lines));
    }

    private static Dictionary<string, string> Columns(PyList columns) => columns.Items.OfType<PyDict>()
        .ToDictionary(c => PyText.Str(c["name"]), c => PyText.Str(c["formatted"] is var text && text is string t ? t.Split(' ').Last() : c["data_type"]), StringComparer.Ordinal);
}
