namespace Tarn.Engine.Sessions;

/// <summary>Counts provisional field ids up from 1: a table's creation gives the real ones.</summary>
internal sealed class ColumnIds
{
    int _last;

    public int Next() => ++_last;
}
