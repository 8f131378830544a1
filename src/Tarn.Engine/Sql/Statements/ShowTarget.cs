namespace Tarn.Engine.Sql.Statements;

internal enum ShowTarget
{
    Tables,
    Namespaces,
    Views,
    Columns,
    Properties,
}
