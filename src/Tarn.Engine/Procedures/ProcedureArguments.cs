using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;

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

    EngineException At(string message, int offset) => EngineException.At(EngineErrorKind.InvalidInput, message, _scope.Sql.Text, offset);
}
