using System.Text;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Scans;

/// <summary>The data files that a position delete file is read for. Delete files are sorted by path: the last path is looked at first.</summary>
sealed class PositionTargets
{
    readonly Dictionary<string, DeletedRows> _rows = new(StringComparer.Ordinal);
    byte[] _lastPath = [];
    DeletedRows? _last;

    public void Add(string location, DeletedRows rows) => _rows[Location.Normalize(location)] = rows;

    public void Delete(ReadOnlySpan<byte> path, long position)
    {
        if (!path.SequenceEqual(_lastPath))
        {
            _lastPath = path.ToArray();
            _ = _rows.TryGetValue(Location.Normalize(Encoding.UTF8.GetString(path)), out _last);
        }
        _last?.Add(position);
    }
}
