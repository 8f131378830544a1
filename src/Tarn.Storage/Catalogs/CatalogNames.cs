using System.Text;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Storage.Catalogs;

/// <summary>Names as the store keeps them, and the folders that they become.</summary>
static class CatalogNames
{
    const int MaxLength = 250;

    /// <summary>Longer folder names are cut: most file systems stop at 255 bytes.</summary>
    const int LongestFolder = 120;

    /// <summary>Joins levels, as Iceberg's REST protocol does.</summary>
    const char LevelSeparator = '\u001f';

    /// <summary>Names a table among all: as the store's keys do.</summary>
    public static string Key(TableIdentifier identifier) => $"{Of(identifier.Namespace)}{LevelSeparator}{identifier.Name}";

    public static string Of(Namespace name) => string.Join(LevelSeparator, name.Levels);

    public static Namespace Namespace(string stored) => stored.Length == 0 ? Iceberg.Catalogs.Namespace.Root : new Namespace([.. stored.Split(LevelSeparator)]);

    /// <summary>Every namespace below has a name that begins so.</summary>
    public static string PrefixOfChildren(Namespace name) => name.IsRoot ? "" : Of(name) + LevelSeparator;

    /// <exception cref="IcebergException">A level is empty, too long, or has control characters.</exception>
    public static void Check(Namespace name)
    {
        if (name.IsRoot) throw new IcebergException(IcebergErrorKind.InvalidArgument, "The root is no namespace for tables; name one, such as \"main\"");
        foreach (var level in name.Levels) Check(level, "namespace");
    }

    /// <exception cref="IcebergException">A name is empty, too long, or has control characters.</exception>
    public static void Check(TableIdentifier identifier)
    {
        Check(identifier.Namespace);
        Check(identifier.Name, "table or view");
    }

    /// <summary>
    /// Below the warehouse: <c>shop.silver/orders</c>. One folder for all levels, because with nested ones the table <c>a.b</c> would hold the folders of the
    /// tables in namespace <c>a.b</c>.
    /// </summary>
    public static string Folder(TableIdentifier identifier) =>
        $"{string.Join('.', identifier.Namespace.Levels.Select(level => Escape(level, dots: true)))}/{Escape(identifier.Name, dots: false)}";

    /// <summary>Whether the folder's names had to be cut, so that two tables could get the same.</summary>
    public static bool IsCut(string folder) => folder.Split('/').Any(part => part.Length >= LongestFolder);

    static void Check(string name, string what)
    {
        if (name.Length is 0 or > MaxLength || name.Any(char.IsControl))
            throw new IcebergException(IcebergErrorKind.InvalidArgument, $"\"{name}\" is no name for a {what}: 1 to {MaxLength} characters without control characters");
    }

    static string Escape(string name, bool dots)
    {
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            var plain = Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' || (rune.Value == '.' && !dots && text.Length > 0);
            if (plain) _ = text.Append(rune);
            else _ = text.Append(Uri.EscapeDataString(rune.ToString()) is { Length: > 1 } escaped ? escaped : $"%{rune.Value:X2}");
        }
        return text.Length <= LongestFolder ? text.ToString() : text.ToString(0, LongestFolder);
    }
}
