namespace Tarn.Iceberg.Orc;

/// <summary>ORC specification v1, "Byte Run Length Encoding".</summary>
internal sealed class OrcBytes(OrcStream stream)
{
    const int MinRepeat = 3;

    int _left;
    byte _value;
    bool _isLiteral;

    public byte Next()
    {
        if (_left == 0)
        {
            var control = (sbyte)stream.ReadByte();
            _isLiteral = control < 0;
            _left = _isLiteral ? -control : control + MinRepeat;
            if (!_isLiteral) _value = stream.ReadByte();
        }
        _left--;
        return _isLiteral ? stream.ReadByte() : _value;
    }
}
