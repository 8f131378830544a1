using Tarn.Engine.Sql.Lexing;
using Tarn.Iceberg;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sql.Statements;

/// <summary>Reads a column's type in Iceberg's, Spark's or DuckDB's words. Field ids count up from 1 within the statement.</summary>
/// <remarks>
/// Iceberg has no 8- and 16-bit integers: they become <c>int</c>. Unsigned ones become the next wider type that holds them. <c>TIMESTAMP</c> is without zone,
/// as in Iceberg and DuckDB (Spark's is with one: write TIMESTAMPTZ).
/// </remarks>
internal sealed class TypeParser(TokenCursor cursor)
{
    const int DefaultPrecision = 18;
    const int DefaultScale = 3;

    int _lastId;
    int _openClosings;

    public IcebergType Parse()
    {
        var type = ParseSingle();
        // What stands behind a >> that closed two belongs to the outer one.
        while (_openClosings == 0 && cursor.TryTakeSymbol("["))
        {
            if (!cursor.TryTakeSymbol("]")) throw cursor.Error(EngineErrorKind.NotSupported, "Arrays of a fixed size are not supported: write [] without a number.", cursor.Current.Start);
            type = new ListType(++_lastId, type);
        }
        return type;
    }

    IcebergType ParseSingle()
    {
        var token = cursor.Current;
        if (token.Kind != TokenKind.Word) throw cursor.Expected("a type");
        cursor.Take();
        switch (token.Value.ToUpperInvariant())
        {
            case "STRUCT" or "ROW":
                return ParseStruct();
            case "LIST" or "ARRAY":
                return ParseList();
            case "MAP":
                return ParseMap();
            case "DECIMAL" or "NUMERIC" or "DEC":
                return ParseDecimal(token);
            case "FIXED":
                return Fixed(token);
            default:
                return Simple(token) ?? throw cursor.Error(EngineErrorKind.Syntax, $"Syntax error at \"{token.Value}\": expected a type such as BIGINT, VARCHAR, DECIMAL(10,2), DATE, TIMESTAMPTZ or STRUCT(…).", token.Start);
        }
    }

    IcebergType? Simple(Token token)
    {
        switch (token.Value.ToUpperInvariant())
        {
            case "BOOLEAN" or "BOOL" or "LOGICAL":
                return IcebergType.Boolean;
            case "TINYINT" or "SMALLINT" or "SHORT" or "BYTE" or "INT1" or "INT2" or "INT" or "INTEGER" or "INT4" or "SIGNED" or "UTINYINT" or "USMALLINT":
                return IcebergType.Int;
            case "BIGINT" or "LONG" or "INT8" or "UINTEGER":
                return IcebergType.Long;
            case "UBIGINT":
                return IcebergType.Decimal(20, 0);
            case "HUGEINT":
                return IcebergType.Decimal(38, 0);
            case "FLOAT" or "REAL" or "FLOAT4":
                return IcebergType.Float;
            case "DOUBLE":
                _ = cursor.TryTake("PRECISION");
                return IcebergType.Double;
            case "FLOAT8":
                return IcebergType.Double;
            case "DATE":
                return IcebergType.Date;
            case "TIME":
                return WithZone(token, null, IcebergType.Time);
            case "TIMESTAMP" or "DATETIME":
                return WithZone(token, IcebergType.Timestamptz, IcebergType.Timestamp);
            case "TIMESTAMP_NTZ" or "TIMESTAMP_US":
                return IcebergType.Timestamp;
            case "TIMESTAMPTZ" or "TIMESTAMP_LTZ":
                return IcebergType.Timestamptz;
            case "TIMESTAMP_NS":
                return IcebergType.TimestampNs;
            case "TIMESTAMPTZ_NS":
                return IcebergType.TimestamptzNs;
            case "STRING" or "TEXT" or "VARCHAR" or "CHAR" or "CHARACTER" or "BPCHAR" or "NVARCHAR":
                SkipLength();
                return IcebergType.String;
            case "JSON":
                return IcebergType.String;
            case "UUID":
                return IcebergType.Uuid;
            case "BINARY" or "BLOB" or "BYTEA" or "VARBINARY":
                SkipLength();
                return IcebergType.Binary;
            case "VARIANT":
                return IcebergType.Variant;
            case "UNKNOWN":
                return IcebergType.Unknown;
            default:
                return null;
        }
    }

    IcebergType WithZone(Token token, IcebergType? with, IcebergType without)
    {
        if (cursor.TryTake("WITHOUT", "TIME", "ZONE") || !cursor.TryTake("WITH", "TIME", "ZONE")) return without;
        return with ?? throw cursor.Error(EngineErrorKind.NotSupported, "TIME WITH TIME ZONE cannot be stored: Iceberg has no such type.", token.Start);
    }

    void SkipLength()
    {
        if (!cursor.TryTakeSymbol("(")) return;
        _ = cursor.ExpectInteger("a length");
        cursor.ExpectSymbol(")");
    }

    DecimalType ParseDecimal(Token token)
    {
        var (precision, scale) = (DefaultPrecision, DefaultScale);
        if (cursor.TryTakeSymbol("("))
        {
            precision = cursor.ExpectInteger("a precision");
            scale = cursor.TryTakeSymbol(",") ? cursor.ExpectInteger("a scale") : 0;
            cursor.ExpectSymbol(")");
        }
        return Checked(token, () => IcebergType.Decimal(precision, scale));
    }

    FixedType Fixed(Token token)
    {
        var square = !cursor.TryTakeSymbol("(");
        if (square) cursor.ExpectSymbol("[");
        var length = cursor.ExpectInteger("a length");
        cursor.ExpectSymbol(square ? "]" : ")");
        return Checked(token, () => IcebergType.Fixed(length));
    }

    ListType ParseList()
    {
        var close = Open();
        var id = ++_lastId;
        var element = Parse();
        Close(close);
        return new ListType(id, element);
    }

    MapType ParseMap()
    {
        var close = Open();
        var (keyId, valueId) = (++_lastId, ++_lastId);
        var key = Parse();
        cursor.ExpectSymbol(",");
        var value = Parse();
        Close(close);
        return new MapType(keyId, key, valueId, value);
    }

    StructType ParseStruct()
    {
        var start = cursor.PeekAt(-1);
        var close = Open();
        var fields = new List<NestedField>();
        do
        {
            var name = cursor.ExpectName("a field's name");
            _ = cursor.TryTakeSymbol(":");
            var id = ++_lastId;
            var type = Parse();
            var required = _openClosings == 0 && cursor.TryTake("NOT", "NULL");
            fields.Add(new NestedField(id, name, type, required) { Doc = _openClosings == 0 && cursor.TryTake("COMMENT") ? cursor.ExpectString("the comment in quotes") : null });
        }
        while (_openClosings == 0 && cursor.TryTakeSymbol(","));
        Close(close);
        return Checked(start, () => new StructType([.. fields]));
    }

    string Open()
    {
        if (cursor.TryTakeSymbol("<")) return ">";
        return cursor.TryTakeSymbol("(") ? ")" : throw cursor.Expected("'('", "'<'");
    }

    // The end of list<list<int>> is one token >>, which closes two.
    void Close(string close)
    {
        if (close == ">" && _openClosings > 0)
        {
            _openClosings--;
            return;
        }
        if (close == ">" && cursor.TryTakeSymbol(">>")) _openClosings++;
        else cursor.ExpectSymbol(close);
    }

    T Checked<T>(Token token, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (IcebergException e)
        {
            throw EngineException.At(EngineErrorKind.Syntax, e.Message, cursor.Text, token.Start, e);
        }
    }
}
