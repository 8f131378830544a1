namespace Tarn.Iceberg.Orc;

/// <summary>ORC specification v1, "Integer Run Length Encoding, version 1".</summary>
internal sealed class OrcRunLength1(OrcStream stream, bool isSigned) : OrcIntegers(stream, isSigned)
{
    const int MinRepeat = 3;

    long _value;
    int _delta;
    bool _isLiteral;

    protected override int StartRun()
    {
        var control = (sbyte)Stream.ReadByte();
        _isLiteral = control < 0;
        if (_isLiteral) return -control;
        _delta = (sbyte)Stream.ReadByte();
        // What is read adds the step first.
        _value = unchecked(ReadVarint() - _delta);
        return control + MinRepeat;
    }

    protected override long NextOfRun() => _isLiteral ? ReadVarint() : _value = unchecked(_value + _delta);
}
