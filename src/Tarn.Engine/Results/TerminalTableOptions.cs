namespace Tarn.Engine.Results;

/// <summary>What a <see cref="TerminalTable"/> may use.</summary>
/// <param name="Width">Columns of the terminal.</param>
/// <param name="MaxRows">Rows shown at most; of a longer answer the first and the last half of them.</param>
/// <param name="NullText">What stands for null.</param>
public sealed record TerminalTableOptions(int Width, int MaxRows = 40, string NullText = "NULL");
