// The work is done by a method, when somebody calls it. The import never does.
//: v3_method x86_64 gcc -O3 -march=x86-64-v3
//: v4_method x86_64 clang -O3 -march=x86-64-v4
//: sve_method aarch64 gcc -O3 -march=armv8.2-a+sve
#include "module.h"

static void *call(void *self, void *arguments)
{
    WORK;
    return PyLong_FromLong(a[3]);
}

static Method methods[] = { { "call", call, 1, 0 }, { 0, 0, 0, 0 } };

INIT
{
    definition.methods = methods;
    return CREATE;
}
