using System.Globalization;
using System.Numerics;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>Parameters as constants, for statements that write: the executor's COPY takes none.</summary>
internal static class ParameterLiterals
{
    /// <summary>An edit for every parameter of the query.</summary>
    public static IEnumerable<TextEdit> Edits(SqlText sql, TextSlice query, StatementParameters parameters)
    {
        var position = 0;
        foreach (var token in sql.Tokens.Where(t => t.Kind == TokenKind.Parameter && t.Start >= query.Start && t.End <= query.End))
        {
            var name = token.Value == "?" ? (++position).ToString(CultureInfo.InvariantCulture) : token.Value[1..];
            if (!parameters.Values.TryGetValue(name, out var value))
                throw EngineException.At(EngineErrorKind.InvalidInput, $"The parameter {token.Value} has no value.", sql.Text, token.Start);
            yield return new TextEdit(token.Start, token.End, Of(value));
        }
    }

    static string Of(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger or Int128 or UInt128 => $"({value})",
        decimal number => $"({number.ToString(CultureInfo.InvariantCulture)})",
        DecimalValue number => $"CAST({Identifiers.Literal(number.ToString()!)} AS DECIMAL({number.Width},{number.Scale}))",
        float number => $"CAST({Identifiers.Literal(number.ToString("R", CultureInfo.InvariantCulture))} AS FLOAT)",
        double number => $"CAST({Identifiers.Literal(number.ToString("R", CultureInfo.InvariantCulture))} AS DOUBLE)",
        string text => Identifiers.Literal(text),
        byte[] bytes => $"from_hex({Identifiers.Literal(Convert.ToHexString(bytes))})",
        Guid id => $"CAST({Identifiers.Literal(id.ToString())} AS UUID)",
        DateOnly date => $"DATE {Identifiers.Literal(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}",
        TimeOnly time => $"TIME {Identifiers.Literal(time.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture))}",
        DateTimeOffset moment => Moment(moment.UtcDateTime, "TIMESTAMPTZ", "+00"),
        DateTime { Kind: DateTimeKind.Utc } moment => Moment(moment, "TIMESTAMPTZ", "+00"),
        DateTime moment => Moment(moment, "TIMESTAMP", ""),
        _ => throw new EngineException(EngineErrorKind.NotSupported, $"A parameter of type {value.GetType().Name} cannot be written; write it as a constant."),
    };

    static string Moment(DateTime moment, string type, string zone) =>
        $"{type} {Identifiers.Literal(moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + zone)}";
}
