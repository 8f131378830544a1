using System.Globalization;
using System.Numerics;

namespace Tarn.Engine.Results;

/// <summary>BIGNUM: three bytes of header (the sign and the length), then the magnitude, big end first; all bits flipped when negative.</summary>
static class BigNumText
{
    const int HeaderLength = 3;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var isNegative = (bytes[0] & 0x80) == 0;
        var magnitude = bytes[HeaderLength..].ToArray();
        if (isNegative)
            for (var i = 0; i < magnitude.Length; i++) magnitude[i] = (byte)~magnitude[i];
        var value = new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
        return (isNegative ? -value : value).ToString(CultureInfo.InvariantCulture);
    }
}
