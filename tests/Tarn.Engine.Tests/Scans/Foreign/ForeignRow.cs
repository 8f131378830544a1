namespace Tarn.Engine.Tests.Scans.Foreign;

/// <summary>A row of a <see cref="ForeignTable"/>.</summary>
sealed record ForeignRow(int Id, string? Cat, int Val)
{
    /// <summary>The value of a column by its field id.</summary>
    public object? Of(int fieldId) => fieldId switch { 1 => Id, 2 => Cat, _ => Val };

    public string ToSql() => $"({Id}, {(Cat is null ? "NULL" : $"'{Cat}'")}::VARCHAR, {Val})";
}
