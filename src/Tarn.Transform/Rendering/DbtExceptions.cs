using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>dbt's <c>exceptions</c>: functions that raise or warn.</summary>
internal static class DbtExceptions
{
    private static readonly (string Name, string Signature, string ErrorType)[] Raising =
    [
        ("raise_compiler_error", "raise_compiler_error(msg, node=None)", "CompilationError"),
        ("raise_database_error", "raise_database_error(msg, node=None)", "DbtDatabaseError"),
        ("raise_dependency_error", "raise_dependency_error(msg)", "DependencyError"),
        ("raise_not_implemented", "raise_not_implemented(msg)", "NotImplementedError"),
        ("raise_fail_fast_error", "raise_fail_fast_error(msg, node=None)", "FailFastError"),
        ("column_type_missing", "column_type_missing(column_names)", "ColumnTypeMissingError"),
    ];

    public static Dictionary<string, object?> All(RenderLog log)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, signature, errorType) in Raising)
        {
            var parsed = new Signature(signature);
            result[name] = new NativeFunction(parsed, (_, a) =>
                throw new JinjaException(errorType, errorType == "NotImplementedError" ? $"ERROR: {PyText.Str(a[0])}" : PyText.Str(a[0])));
        }

        result["warn"] = new NativeFunction(new Signature("warn(msg, node=None)"), (_, a) => Warn(log, PyText.Str(a[0])));
        result["warn_snapshot_timestamp_data_types"] = new NativeFunction("warn_snapshot_timestamp_data_types", (_, _) => string.Empty);
        result["raise_contract_error"] = new NativeFunction(
            new Signature("raise_contract_error(yaml_columns, sql_columns)"), (_, a) => throw ContractError.Make((PyList)a[0]!, (PyList)a[1]!));
        result["missing_config"] = new NativeFunction(new Signature("missing_config(model, name)"), (_, a) =>
            throw new JinjaException("MissingConfigError", $"Model '{PyText.Str((a[0] as PyDict)?["unique_id"])}' does not define a required config parameter '{PyText.Str(a[1])}'."));
        return result;
    }

    private static string Warn(RenderLog log, string message)
    {
        log("JinjaLogWarning", message);
        return string.Empty;
    }
}
