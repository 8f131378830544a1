namespace Tarn.Storage.Catalogs;

/// <summary>What a name stands for.</summary>
enum EntryKind
{
    Table,
    View,
}
