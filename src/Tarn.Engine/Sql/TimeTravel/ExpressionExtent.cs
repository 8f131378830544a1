using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.TimeTravel;

/// <summary>
/// Finds where a constant expression ends: what follows <c>TIMESTAMP AS OF</c> has no brackets, and an alias may come right behind it.
/// Knows literals, typed literals, intervals, calls, casts, arithmetic and brackets; the executor's parser then judges what was found.
/// </summary>
internal ref struct ExpressionExtent
{
    static readonly string[] IntervalUnits =
    [
        "YEAR", "YEARS", "QUARTER", "QUARTERS", "MONTH", "MONTHS", "WEEK", "WEEKS", "DAY", "DAYS", "HOUR", "HOURS", "MINUTE", "MINUTES", "SECOND",
        "SECONDS", "MILLISECOND", "MILLISECONDS", "MICROSECOND", "MICROSECONDS", "DECADE", "DECADES", "CENTURY", "CENTURIES",
    ];

    readonly SqlText _sql;
    int _index;

    ExpressionExtent(SqlText sql, int index)
    {
        _sql = sql;
        _index = index;
    }

    /// <summary>The _index of the first token after the expression that starts at token <paramref name="index"/>.</summary>
    public static int End(SqlText sql, int index)
    {
        var extent = new ExpressionExtent(sql, index);
        extent.Expression();
        return extent._index;
    }

    readonly Token Current => _sql.Tokens[_index];

    readonly Token Next => _sql.Tokens[Math.Min(_index + 1, _sql.Tokens.Count - 1)];

    void Expression()
    {
        Operand();
        while (Current.IsSymbol("+") || Current.IsSymbol("-") || Current.IsSymbol("*") || Current.IsSymbol("/") || Current.IsSymbol("||") || Current.IsSymbol("%"))
        {
            _index++;
            Operand();
        }
    }

    void Operand()
    {
        while (Current.IsSymbol("-") || Current.IsSymbol("+")) _index++;
        Primary();
        while (true)
        {
            if (Current.IsSymbol("::"))
            {
                _index++;
                TypeName();
            }
            else if (Current.Is("AT") && Next.Is("TIME"))
            {
                _index += 3;
                Primary();
            }
            else
            {
                return;
            }
        }
    }

    void Primary()
    {
        if (Current.IsSymbol("(")) Brackets();
        else if (Current.Kind is TokenKind.String or TokenKind.Number or TokenKind.Parameter) _index++;
        else if (Current.Is("INTERVAL")) Interval();
        else if (Current.IsName) NameOrCall();
        else throw EngineException.At(EngineErrorKind.Syntax, "A time-travel clause needs a constant expression here.", _sql.Text, Current.Start);
    }

    void Interval()
    {
        _index++;
        Primary();
        if (!Current.IsAny(IntervalUnits)) return;
        _index++;
        if (Current.Is("TO") && Next.IsAny(IntervalUnits)) _index += 2;
    }

    void NameOrCall()
    {
        var typed = Current.IsAny("DATE", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NS", "DATETIME", "TIME");
        _index++;
        while (Current.IsSymbol(".") && Next.IsName) _index += 2;
        if (typed) WithTimeZone();
        if (Current.IsSymbol("(")) Brackets();
        else if (typed && Current.Kind == TokenKind.String) _index++;
    }

    void TypeName()
    {
        _index++;
        WithTimeZone();
        if (Current.IsSymbol("(")) Brackets();
        WithTimeZone();
    }

    void WithTimeZone()
    {
        if (Current.Is("WITH") && Next.Is("TIME")) _index += 3;
    }

    void Brackets()
    {
        var open = Current.Start;
        var depth = 0;
        do
        {
            if (Current.Kind == TokenKind.End)
                throw EngineException.At(EngineErrorKind.Syntax, "The closing ) is missing.", _sql.Text, open);
            if (Current.IsSymbol("(")) depth++;
            else if (Current.IsSymbol(")")) depth--;
            _index++;
        }
        while (depth > 0);
    }
}
