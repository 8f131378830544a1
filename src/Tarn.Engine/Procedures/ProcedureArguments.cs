using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Types;
using Tarn.Security.Roles;

namespace Tarn.Engine.Procedures;

/// <summary>The arguments of a CALL by name: all named, or all in the order of the parameters.</summary>
internal sealed class ProcedureArguments
{
    readonly Dictionary<string, CallArgument> _values = new(StringComparer.OrdinalIgnoreCase);
    readonly StatementScope _scope;
    readonly Statement.Call _call;

    public ProcedureArguments(StatementScope scope, Statement.Call call, params IReadOnlyList<string> parameters)
    {
        (_scope, _call) = (scope, call);
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var argument = call.Arguments[i];
            if (argument.Name is null && (i >= parameters.Count || call.Arguments.Any(a => a.Name is not null)))
                throw At(i >= parameters.Count ? $"{call.Procedure} takes {parameters.Count} arguments." : "Arguments are either all named or all by position.", argument.Offset);
            var name = argument.Name ?? parameters[i];
            if (!parameters.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw At($"{call.Procedure} has no argument {name}: it takes {string.Join(", ", parameters)}.", argument.Offset);
            if (!_values.TryAdd(name, argument)) throw At($"The argument {name} is given twice.", argument.Offset);
        }
    }

    public (string Value, int Offset) RequiredText(string name)
    {
        if (!_values.TryGetValue(name, out var argument)) throw At($"{_call.Procedure} needs the argument {name}.", _call.Procedure.End);
        return argument.Value is string text ? (text, argument.Offset) : throw At($"The argument {name} is a string.", argument.Offset);
    }

    public long RequiredLong(string name) => OptionalLong(name) ?? throw At($"{_call.Procedure} needs the argument {name}.", _call.Procedure.End);

    /// <summary>A whole number; null where it is not given, or given as null.</summary>
    public long? OptionalLong(string name)
    {
        if (!_values.TryGetValue(name, out var argument) || argument.Value is null) return null;
        return argument.Value is long number ? number : throw At($"The argument {name} is a whole number.", argument.Offset);
    }

    /// <summary>A text; null where it is not given, or given as null.</summary>
    public string? OptionalText(string name) => _values.TryGetValue(name, out var argument) && argument.Value is not null ? RequiredText(name).Value : null;

    /// <summary>True or false; null where it is not given, or given as null.</summary>
    public bool? OptionalTruth(string name)
    {
        if (!_values.TryGetValue(name, out var argument) || argument.Value is null) return null;
        return argument.Value is bool truth ? truth : throw At($"The argument {name} is true or false.", argument.Offset);
    }

    /// <summary>A map of texts, <c>map('key', 'value', …)</c>; empty where it is not given.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        if (!_values.TryGetValue(name, out var argument) || argument.Value is null) return new Dictionary<string, string>();
        if (argument.Value is not IReadOnlyList<object?> list || list.Count % 2 != 0) throw At($"The argument {name} is a map: map('key', 'value').", argument.Offset);
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in list.Chunk(2)) map[Convert.ToString(pair[0], CultureInfo.InvariantCulture) ?? ""] = Convert.ToString(pair[1], CultureInfo.InvariantCulture) ?? "";
        return map;
    }

    /// <summary>A list of texts; null where it is not given, or given as null.</summary>
    public IReadOnlyList<string>? OptionalTexts(string name)
    {
        if (!_values.TryGetValue(name, out var argument) || argument.Value is null) return null;
        return argument.Value is IReadOnlyList<object?> list && list.All(item => item is string)
            ? [.. list.Cast<string>()]
            : throw At($"The argument {name} is a list of strings: array('a', 'b').", argument.Offset);
    }

    /// <summary>An instant; a text without zone is UTC.</summary>
    public DateTimeOffset RequiredInstant(string name)
    {
        var (text, offset) = RequiredText(name);
        var literal = new LiteralText(text, offset);
        var micros = (long)literal.ValueOf(IcebergType.Timestamptz, _scope.Sql.Text)!;
        return DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>The table that the argument names, if the principal has the permission.</summary>
    public async Task<Table> TableAsync(string name, Permission permission)
    {
        var (text, offset) = RequiredText(name);
        var parts = new TokenCursor(SqlText.Read(text)).ExpectObjectName("a table's name").Parts;
        var (levels, last) = _scope.Session.Names.Complete(parts);
        _scope.Demand(permission, new SecuredObject.Table(levels, last));
        return await TableResolver.FindTableAsync(_scope, levels, last, offset).ConfigureAwait(false);
    }

    EngineException At(string message, int offset) => EngineException.At(EngineErrorKind.InvalidInput, message, _scope.Sql.Text, offset);
}
