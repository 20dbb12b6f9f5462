console.log('grappe');
