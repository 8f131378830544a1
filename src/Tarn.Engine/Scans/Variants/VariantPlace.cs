namespace Tarn.Engine.Scans.Variants;

/// <summary>Where a variant stands in a column of a file.</summary>
/// <param name="Row">The row's number in the file.</param>
/// <param name="Leaf">The way to it through structs, lists and maps, by <see cref="Field"/>, <see cref="Element"/> and <see cref="MapValue"/>; empty where it is the column.</param>
/// <param name="At">Its place in each list and map on that way, counted from 1, a point before each.</param>
readonly record struct VariantPlace(long Row, string Leaf, string At)
{
    public const string Element = "[]";
    public const string MapValue = "{}";

    /// <summary>A step of the way; its length stands before the name, so that no two ways are spelled alike.</summary>
    public static string Field(string name) => $"{name.Length}:{name}";
}
