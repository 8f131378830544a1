namespace Tarn.Server.QueryApi;

/// <summary>A finished result on disk.</summary>
/// <param name="Path">Of the rows, one JSON object a line.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Offsets">Where every so-many-th row begins: see <see cref="RowIndex.Stride"/>.</param>
/// <param name="KeptUntil">Then it goes.</param>
sealed record StoredResult(
    string Path, IReadOnlyList<ResultColumnAnswer> Columns, long Rows, long Bytes, IReadOnlyList<long> Offsets, DateTimeOffset KeptUntil);
