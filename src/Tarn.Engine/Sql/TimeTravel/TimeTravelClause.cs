namespace Tarn.Engine.Sql.TimeTravel;

/// <summary>A time-travel clause as found in the text: the clause at [Start, End), its expression at [ExpressionStart, ExpressionEnd).</summary>
internal sealed record TimeTravelClause(TimeTravelKind Kind, int Start, int End, int ExpressionStart, int ExpressionEnd);
